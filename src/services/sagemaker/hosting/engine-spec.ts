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
  VARIANT_QUEUE,
} from '../limits.ts';
import type { DeployedVariant, Deployment } from '../records/endpoint.ts';
import { asyncSettings } from '../translate/inference-settings.ts';

/**
 * What the engine is to run for a deployment.
 * @param server what an instance of a variant runs
 */
export function engineSpec(
  place: Place,
  name: string,
  deployment: Deployment,
  server: (variant: DeployedVariant) => ServerSpec,
): EndpointSpec {
  const { variants, shadows, configName, asyncInference } = deployment;
  const spec = (variant: DeployedVariant): VariantSpec => ({
    ...variantSpec(variant, server(variant)),
    ...(asyncInference && asyncBounds(asyncInference)),
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
