import {
  defaultHealth,
  type EndpointSpec,
  endpointId,
  type ServerSpec,
  type VariantSpec,
} from '../../../engine/endpoints/index.ts';
import type { Place } from '../arns.ts';
import { INSTANCE_CONCURRENCY, INVOCATION_TIMEOUT_MS, MAX_PAYLOAD_BYTES, VARIANT_QUEUE } from '../limits.ts';
import type { DeployedVariant, Deployment } from '../records/endpoint.ts';

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
  const variants = deployment.variants.map((variant) => variantSpec(variant, server(variant)));
  return { id: endpointId(place, name), variants };
}

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
