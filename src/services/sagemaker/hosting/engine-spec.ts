import type { AsyncInferenceConfig } from '@aws-sdk/client-sagemaker';
import {
  defaultHealth,
  type EndpointSpec,
  endpointId,
  type ServerSpec,
  type VariantSpec,
} from '../../../engine/endpoints/index.ts';
import type { Place } from '../arns.ts';
import {
  ASYNC_PAYLOAD_BYTES,
  ASYNC_TIMEOUT_MS,
  INSTANCE_CONCURRENCY,
  INVOCATION_TIMEOUT_MS,
  MAX_PAYLOAD_BYTES,
  SERVERLESS_IDLE_MS,
  SERVERLESS_PAYLOAD_BYTES,
  SERVERLESS_START_MS,
  VARIANT_QUEUE,
} from '../limits.ts';
import type { DeployedVariant, Deployment } from '../records/endpoint.ts';
import { asyncSettings } from '../translate/inference-settings.ts';
import type { ServerlessSettings } from '../translate/serverless.ts';

/**
 * What the engine is to run for a deployment.
 * @param server what an instance of a variant runs
 * @param timeScale divides how long instances stay that have nothing to do
 */
export function engineSpec(
  place: Place,
  name: string,
  deployment: Deployment,
  server: (variant: DeployedVariant) => ServerSpec,
  timeScale: number,
): EndpointSpec {
  const { shadows, configName, asyncInference } = deployment;
  // Those that host inference components have nothing to run of their own.
  const variants = deployment.variants.filter(({ model }) => model !== undefined);
  const spec = (variant: DeployedVariant): VariantSpec => ({
    ...variantSpec(variant, server(variant)),
    ...(asyncInference && asyncBounds(asyncInference)),
    ...(variant.serverless && serverlessBounds(variant.serverless, timeScale)),
  });
  return {
    id: endpointId(place, name),
    deployment: configName,
    variants: variants.map(spec),
    ...(shadows && { shadows: shadows.map(spec) }),
  };
}

/** Asynchronous requests come few at a time, take long and bring much. */
const asyncBounds = (config: AsyncInferenceConfig) => ({
  concurrency: asyncSettings(config).concurrency,
  invocationTimeoutMs: ASYNC_TIMEOUT_MS,
  maxResponseBytes: ASYNC_PAYLOAD_BYTES,
});

/** Each instance has one request at a time, and goes when it has none for long. */
const serverlessBounds = ({ maxConcurrency, provisioned }: ServerlessSettings, timeScale: number) => ({
  serverless: { maxConcurrency, provisioned, idleMs: SERVERLESS_IDLE_MS / timeScale },
  whenEmpty: 'wait' as const,
  concurrency: 1,
  queueLimit: maxConcurrency,
  health: { ...defaultHealth, startTimeoutMs: SERVERLESS_START_MS },
  maxResponseBytes: SERVERLESS_PAYLOAD_BYTES,
});

function variantSpec(variant: DeployedVariant, container: ServerSpec): VariantSpec {
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
