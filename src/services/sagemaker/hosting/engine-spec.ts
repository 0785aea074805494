import { join } from 'node:path';
import {
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
  const variants = deployment.variants.map((variant): VariantSpec => {
    const directory = modelDirectory(modelsDirectory, deployment, variant);
    const image = variant.model.container.Image ?? '';
    const container = surroundings.images.resolve(
      image,
      environment(variant, place, directory, surroundings),
    );
    if (!container) throw new HostingFailure(failureReasons.image(variant.name));
    const freshEnv = async () => {
      await prepare(variant);
      const { Environment = {} } = variant.model.container;
      const found = {
        AWS_ENDPOINT_URL: surroundings.endpointUrl(),
        ...credentials(variant, surroundings.roles),
      };
      // What the model says itself goes before.
      return Object.fromEntries(Object.entries(found).filter(([name]) => !(name in Environment)));
    };
    return {
      name: variant.name,
      weight: variant.weight,
      instances: variant.instances,
      routing: variant.routing,
      container: { ...container, freshEnv },
      health: {
        ...defaultHealth,
        ...(variant.startTimeoutSeconds !== undefined && {
          startTimeoutMs: variant.startTimeoutSeconds * 1000,
        }),
      },
      concurrency: INSTANCE_CONCURRENCY,
      queueLimit: VARIANT_QUEUE,
      invocationTimeoutMs: INVOCATION_TIMEOUT_MS,
      maxResponseBytes: MAX_PAYLOAD_BYTES,
    };
  });
  return { id: endpointId(place, name), variants };
}

/** @see https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html */
function environment(
  variant: DeployedVariant,
  place: Place,
  directory: string,
  surroundings: ContainerSurroundings,
): Record<string, string> {
  return {
    PATH: surroundings.searchPath,
    HOME: directory,
    LANG: 'C.UTF-8',
    PYTHONUNBUFFERED: '1', // what it prints is a log, to be read as it is written
    AWS_REGION: place.region,
    AWS_DEFAULT_REGION: place.region,
    ...variant.model.container.Environment,
    SM_MODEL_DIR: directory,
  };
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
