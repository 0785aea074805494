import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { Endpoints } from '../../../src/engine/endpoints/index.ts';
import { openTelemetry, type Telemetry } from '../../../src/engine/telemetry/index.ts';
import { randomIds, silent, systemClock } from '../../../src/kit/index.ts';
import { openMachine } from '../../../src/machine/index.ts';
import { Background } from '../../../src/server/background.ts';
import { listen } from '../../../src/server/listen.ts';
import { openIam } from '../../../src/services/iam/index.ts';
import { openS3 } from '../../../src/services/s3/index.ts';
import { type Images, openSageMaker } from '../../../src/services/sagemaker/index.ts';
import { InvocationMetrics, openSageMakerRuntime } from '../../../src/services/sagemaker-runtime/index.ts';
import { Store } from '../../../src/store/index.ts';
import { createAuthenticator, createWire, type InsideClient, type Wire } from '../../../src/wire/index.ts';

export const account = '000000000000';
const region = 'us-east-1';
const root = { accessKeyId: 'AKIAPOSTERNROOT00000', secretAccessKey: 'a-secret-for-tests-only', account };

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

interface ClientConfig {
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: Credentials;
  readonly maxAttempts: number;
  readonly forcePathStyle: boolean;
}

/** SageMaker with what it stands on, real, on a port of its own. */
export interface Stack extends AsyncDisposable {
  readonly url: string;
  readonly state: string;
  readonly engine: Endpoints;
  readonly images: Images;
  readonly telemetry: Telemetry;
  readonly sageMaker: SageMakerClient;
  readonly runtime: SageMakerRuntimeClient;
  readonly s3: S3Client;
  readonly iam: IAMClient;
  /** For boto3 and the AWS CLI. */
  readonly env: Record<string, string>;
  /** Clients with other credentials. */
  clientConfig(credentials?: Credentials): ClientConfig;
}

/** A state directory that is removed when it is disposed of. */
export async function stateDirectory(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'postern-test-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Opens a stack over a state directory; what an earlier one left there is placed again. */
export async function openStack(
  state: string,
  { timeScale = 1, enforceInstanceSize = false } = {},
): Promise<Stack> {
  await using parts = new AsyncDisposableStack();
  const base = { clock: systemClock, ids: randomIds, log: silent };
  const machine = parts.use(
    await openMachine({ ...base, searchPath: process.env['PATH'] ?? '', runRoot: join(state, 'run') }),
  );
  const store = parts.use(new Store(join(state, 'postern.db')));
  const telemetry = parts.use(openTelemetry({ directory: undefined, ...base }));
  const engine = parts.use(new Endpoints({ ...base, machine, random: Math.random }));
  const background = parts.use(new Background(silent)).add;
  const iam = openIam({ ...base, store, root, enforce: true });
  let wire: Wire | undefined;
  const inside: InsideClient = { call: (request) => (wire as Wire).inside.call(request) };
  const s3 = await openS3({ ...base, store, authorizer: iam.authorizer, stateDirectory: state, background });
  const shared = { ...base, store, endpoints: engine, stateDirectory: state, background };
  const service = parts.use(
    openSageMaker({
      ...shared,
      inside,
      logs: telemetry.logs,
      metrics: telemetry.metrics,
      invocations: new InvocationMetrics(telemetry.metrics, systemClock),
      roles: iam.roles,
      searchPath: process.env['PATH'] ?? '',
      timeScale,
      enforceInstanceSize,
      machine,
      endpointUrl: () => listening.url,
    }),
  );
  const data = parts.use(
    openSageMakerRuntime({
      ...shared,
      inside,
      logs: telemetry.logs,
      metrics: telemetry.metrics,
      hosted: service.hosted,
      timeScale,
      random: Math.random,
    }),
  );
  wire = createWire({
    ...base,
    definitions: [iam.definition, s3.definition, service.definition, data.definition],
    authorizer: iam.authorizer,
    authenticate: createAuthenticator({
      credentials: iam.credentials,
      nowMs: () => Date.now(),
      enforce: true,
      defaultAccount: account,
      defaultRegion: region,
    }),
  });
  const listening = parts.use(
    await listen('127.0.0.1', 0, (request, response, origin) => wire?.handle(request, response, origin)),
  );
  await service.resume();
  await data.resume();
  const clientConfig = (credentials: Credentials = root): ClientConfig => ({
    region,
    endpoint: listening.url,
    credentials,
    maxAttempts: 1,
    forcePathStyle: true,
  });
  const clients = {
    sageMaker: parts.adopt(new SageMakerClient(clientConfig()), (client) => client.destroy()),
    runtime: parts.adopt(new SageMakerRuntimeClient(clientConfig()), (client) => client.destroy()),
    s3: parts.adopt(new S3Client(clientConfig()), (client) => client.destroy()),
    iam: parts.adopt(new IAMClient(clientConfig()), (client) => client.destroy()),
  };
  const keep = parts.move();
  return {
    url: listening.url,
    state,
    engine,
    images: service.images,
    telemetry,
    ...clients,
    env: {
      AWS_ACCESS_KEY_ID: root.accessKeyId,
      AWS_SECRET_ACCESS_KEY: root.secretAccessKey,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ENDPOINT_URL: listening.url,
      AWS_MAX_ATTEMPTS: '1',
    },
    clientConfig,
    [Symbol.asyncDispose]: () => keep.disposeAsync(),
  };
}
