import type { Meter, MeterSource } from '../../../engine/telemetry/index.ts';
import type { Place } from '../arns.ts';

/** The names of the two namespaces. @see https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html */
const INVOCATIONS = 'AWS/SageMaker';
const INSTANCES = '/aws/sagemaker/Endpoints';

/** What is sampled of one variant. */
export interface VariantMeters {
  readonly invocations: Meter;
  readonly invocationsPerInstance: Meter;
  /** High resolution. */
  readonly concurrentRequestsPerModel: Meter;
  /** 100 for each processor. */
  readonly cpu: Meter;
  /** 0 to 100. */
  readonly memory: Meter;
  /** 0 to 100. */
  readonly disk: Meter;
}

/**
 * Meters for the metrics of a variant, by endpoint and variant.
 * @param utilizationSeconds how often what instances use is told
 */
export function variantMeters(
  source: MeterSource,
  { account, region }: Place,
  EndpointName: string,
  VariantName: string,
  utilizationSeconds: number,
): VariantMeters {
  const dimensions = { EndpointName, VariantName };
  const meter = (namespace: string, name: string, unit: string, resolution: 1 | 60 = 60): Meter =>
    source.meter({ account, region, namespace, name, dimensions, unit, resolution });
  const fine = utilizationSeconds < 60 ? 1 : 60;
  return {
    invocations: meter(INVOCATIONS, 'Invocations', 'None'),
    invocationsPerInstance: meter(INVOCATIONS, 'InvocationsPerInstance', 'None'),
    concurrentRequestsPerModel: meter(INVOCATIONS, 'ConcurrentRequestsPerModel', 'None', 1),
    cpu: meter(INSTANCES, 'CPUUtilization', 'Percent', fine),
    memory: meter(INSTANCES, 'MemoryUtilization', 'Percent', fine),
    disk: meter(INSTANCES, 'DiskUtilization', 'Percent', fine),
  };
}
