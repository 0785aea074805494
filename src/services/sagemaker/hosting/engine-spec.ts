import { join } from 'node:path';
import {
  type ContainerSpec,
  defaultHealth,
  type EndpointSpec,
  endpointId,
  type VariantSpec,
} from '../../../engine/endpoints/index.ts';
import type { Place } from '../arns.ts';
import { keyOf } from '../arns.ts';
import { failureReasons } from '../faults.ts';
import type { Images } from '../images.ts';
import { INSTANCE_CONCURRENCY, INVOCATION_TIMEOUT_MS, MAX_PAYLOAD_BYTES, VARIANT_QUEUE } from '../limits.ts';
import type { DeployedVariant, Deployment } from '../records/endpoint.ts';
import { CONTAINER_SESSION_SECONDS, PRINCIPAL, type Roles, SESSION_NAME } from '../roles.ts';
import { HostingFailure } from './model-data.ts';

/** What a container's environment is made of, besides its model's. */
export interface ContainerSurroundings {
  readonly images: Images;
  readonly roles: Roles;
  /** Where containers find programs, as in `PATH`. */
  readonly searchPath: string;
  /** The address at which containers reach this server with an AWS SDK. */
  endpointUrl(): string;
}

/** The directory of a variant's unpacked model. */
export const modelDirectory = (
  modelsDirectory: string,
  deployment: Deployment,
  variant: DeployedVariant,
): string => join(modelsDirectory, deployment.id, keyOf(variant.name));

/**
 * What the engine is to run for a deployment whose artifacts are (or will be, by `prepare`) in place.
 * @param prepare makes sure of the artifact of a variant before each start
 * @throws HostingFailure when an image is not known
 */
export function engineSpec(
  place: Place,
  name: string,
  deployment: Deployment,
  modelsDirectory: string,
  surroundings: ContainerSurroundings,
  prepare: (variant: DeployedVariant) => Promise<void>,
): EndpointSpec {
  const variants = deployment.variants.map((variant) => {
    const directory = modelDirectory(modelsDirectory, deployment, variant);
    const env = environment(variant, place, directory, surroundings.searchPath);
    const container = surroundings.images.resolve(variant.model.container.Image ?? '', env);
    if (!container) throw new HostingFailure(failureReasons.image(variant.name));
    const freshEnv = async () => {
      await prepare(variant);
      return freshEnvironment(variant, surroundings);
    };
    return variantSpec(variant, { ...container, freshEnv });
  });
  return { id: endpointId(place, name), variants };
}

function variantSpec(variant: DeployedVariant, container: ContainerSpec): VariantSpec {
  const { name, weight, instances, routing, startTimeoutSeconds } = variant;
  const start = startTimeoutSeconds === undefined ? {} : { startTimeoutMs: startTimeoutSeconds * 1000 };
  return {
    name,
    weight,
    instances,
    routing,
    container,
    health: { ...defaultHealth, ...start },
    concurrency: INSTANCE_CONCURRENCY,
    queueLimit: VARIANT_QUEUE,
    invocationTimeoutMs: INVOCATION_TIMEOUT_MS,
    maxResponseBytes: MAX_PAYLOAD_BYTES,
  };
}

/** @see https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html */
function environment(
  variant: DeployedVariant,
  place: Place,
  directory: string,
  searchPath: string,
): Record<string, string> {
  return {
    PATH: searchPath,
    HOME: directory,
    LANG: 'C.UTF-8',
    PYTHONUNBUFFERED: '1', // what it prints is a log, to be read as it is written
    AWS_REGION: place.region,
    AWS_DEFAULT_REGION: place.region,
    ...variant.model.container.Environment,
    SM_MODEL_DIR: directory,
  };
}

/** What is made anew for each start; what the model says itself goes before. */
function freshEnvironment(
  variant: DeployedVariant,
  surroundings: ContainerSurroundings,
): Record<string, string> {
  const { Environment = {} } = variant.model.container;
  const fresh = { AWS_ENDPOINT_URL: surroundings.endpointUrl(), ...credentials(variant, surroundings.roles) };
  return Object.fromEntries(Object.entries(fresh).filter(([name]) => !(name in Environment)));
}

function credentials({ model }: DeployedVariant, roles: Roles): Record<string, string> {
  if (model.roleArn === undefined) return {};
  const session = roles.credentialsForRole({
    roleArn: model.roleArn,
    sessionName: SESSION_NAME,
    service: PRINCIPAL,
    durationSeconds: CONTAINER_SESSION_SECONDS,
  });
  if (session.outcome !== 'assumed') throw new HostingFailure(failureReasons.role(model.roleArn));
  return {
    AWS_ACCESS_KEY_ID: session.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: session.credentials.secretAccessKey,
    AWS_SESSION_TOKEN: session.credentials.sessionToken,
  };
}
