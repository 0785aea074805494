import type { ContainerSpec, MultiModelSpec } from '../../../engine/endpoints/index.ts';
import type { Place } from '../arns.ts';
import { failureReasons } from '../faults.ts';
import type { Images } from '../images.ts';
import { CONTAINER_SESSION_SECONDS, PRINCIPAL, type Roles, SESSION_NAME } from '../roles.ts';
import { type ContainerData, HostingFailure } from './model-data.ts';

/** What a container's environment is made of, besides its model's. */
export interface ContainerSurroundings {
  readonly images: Images;
  readonly roles: Roles;
  /** Where containers find programs, as in `PATH`. */
  readonly searchPath: string;
  /** The address at which containers reach this server with an AWS SDK. */
  endpointUrl(): string;
}

/** Where a container's data is, and how it is made sure of. */
export interface Placed {
  /** Holds its model; of one that serves many, those of each instance. */
  readonly directory: string;
  /** Brings the model's data; asked before each start. */
  readonly prepare: () => Promise<void>;
  /** It serves many models. */
  readonly multiModel?: MultiModelSpec;
}

/** How the engine starts a container; `undefined` when there is no such image. */
export function containerSpec(
  data: ContainerData,
  place: Place,
  { directory, prepare, multiModel }: Placed,
  surroundings: ContainerSurroundings,
): ContainerSpec | undefined {
  const env = environment(data, place, directory, surroundings.searchPath, multiModel !== undefined);
  const container = surroundings.images.resolve(data.container.Image ?? '', env);
  if (!container) return undefined;
  const freshEnv = async () => {
    await prepare();
    return freshEnvironment(data, surroundings);
  };
  return { ...container, freshEnv, ...(multiModel && { multiModel }) };
}

/** @see https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html */
function environment(
  { container }: ContainerData,
  place: Place,
  directory: string,
  searchPath: string,
  multiModel: boolean,
): Record<string, string> {
  return {
    PATH: searchPath,
    HOME: directory,
    LANG: 'C.UTF-8',
    PYTHONUNBUFFERED: '1', // what it prints is a log, to be read as it is written
    AWS_REGION: place.region,
    AWS_DEFAULT_REGION: place.region,
    ...container.Environment,
    SM_MODEL_DIR: directory,
    ...(multiModel && { SAGEMAKER_MULTI_MODEL: 'true' }),
  };
}

/** What is made anew for each start; what the model says itself goes before. */
function freshEnvironment(data: ContainerData, surroundings: ContainerSurroundings): Record<string, string> {
  const { Environment = {} } = data.container;
  const fresh = {
    AWS_ENDPOINT_URL: surroundings.endpointUrl(),
    ...credentials(data.roleArn, surroundings.roles),
  };
  return Object.fromEntries(Object.entries(fresh).filter(([name]) => !(name in Environment)));
}

function credentials(roleArn: string | undefined, roles: Roles): Record<string, string> {
  if (roleArn === undefined) return {};
  const session = roles.credentialsForRole({
    roleArn,
    sessionName: SESSION_NAME,
    service: PRINCIPAL,
    durationSeconds: CONTAINER_SESSION_SECONDS,
  });
  if (session.outcome !== 'assumed') throw new HostingFailure(failureReasons.role(roleArn));
  return {
    AWS_ACCESS_KEY_ID: session.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: session.credentials.secretAccessKey,
    AWS_SESSION_TOKEN: session.credentials.sessionToken,
  };
}
