import { fileURLToPath } from 'node:url';
import { openApiGateway } from '../services/api-gateway/index.ts';
import { openApplicationAutoScaling } from '../services/application-auto-scaling/index.ts';
import { openCloudWatch } from '../services/cloudwatch/index.ts';
import { openLambda } from '../services/lambda/index.ts';
import { openLogs } from '../services/logs/index.ts';
import { openS3 } from '../services/s3/index.ts';
import { type Images, openSageMaker } from '../services/sagemaker/index.ts';
import { InvocationMetrics, openSageMakerRuntime } from '../services/sagemaker-runtime/index.ts';
import { openSts } from '../services/sts/index.ts';
import type { ServiceDefinition, Site } from '../wire/index.ts';
import type { Platform } from './platform.ts';

/** A service as the server composes it. */
export interface OpenedService {
  readonly definition: ServiceDefinition;
  /** What it answers besides its API. */
  readonly site?: Site;
  /** Places again what its records say. */
  resume?(): Promise<void>;
}

/** Where functions find the AWS SDK, and workers our own files: this package. */
const home = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Opens every service, in the order in which they come back after a restart: what is called before who calls it.
 * @param parts takes what has to be closed
 */
export async function openServices(
  platform: Platform,
  parts: AsyncDisposableStack,
): Promise<{ services: readonly OpenedService[]; images: Images }> {
  const { iam, enforce, clock, metrics } = platform;
  const common = {
    ...platform,
    authorizer: iam.authorizer,
    roles: iam.roles,
    stateDirectory: platform.directory,
    folders: { sdk: home, own: home },
    endpointUrl: () => platform.url,
    random: Math.random,
    invocations: new InvocationMetrics(metrics, clock),
  };
  const sageMaker = parts.use(openSageMaker(common));
  const lambda = parts.use(await openLambda(common));
  const scaling = parts.use(openApplicationAutoScaling(common));
  const services: OpenedService[] = [
    iam,
    openSts({ identities: iam, enforce }),
    await openS3(common),
    openLogs(common),
    parts.use(
      openCloudWatch({
        ...common,
        alarmActions: (action) => scaling.onAlarm(action),
      }),
    ),
    sageMaker,
    parts.use(openSageMakerRuntime({ ...common, hosted: sageMaker.hosted })),
    lambda,
    parts.use(openApiGateway({ ...common, functions: lambda.invoker })),
    scaling,
  ];
  return { services, images: sageMaker.images };
}
