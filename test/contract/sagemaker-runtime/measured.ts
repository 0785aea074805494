import { account, type Stack } from '../sagemaker/stack.ts';

/**
 * What `AWS/SageMaker` has of a metric in the last hour.
 * @param variant left out for metrics of a whole endpoint
 */
export function measured(
  stack: Stack,
  name: string,
  endpoint: string,
  variant?: string,
): { sum: number; count: number; max: number } {
  const dimensions = { EndpointName: endpoint, ...(variant !== undefined && { VariantName: variant }) };
  const metric = { account, region: 'us-east-1', namespace: 'AWS/SageMaker', name, dimensions };
  const now = Date.now();
  const [series] = stack.telemetry.metrics.read({
    metric,
    fromMs: now - 3_600_000,
    toMs: now + 60_000,
    periodSeconds: 60,
  });
  const windows = series?.points.map(({ window }) => window) ?? [];
  return {
    sum: windows.reduce((total, window) => total + window.sum, 0),
    count: windows.reduce((total, window) => total + window.sampleCount, 0),
    max: Math.max(0, ...windows.map((window) => window.maximum)),
  };
}
