import type { Dimension, Metric as SdkMetric } from '@aws-sdk/client-cloudwatch';
import type { Metric } from '../../../engine/telemetry/index.ts';
import type { CallContext } from '../../../wire/index.ts';

/** The metric an input names, of the caller's account and Region. */
export const metricNamed = (call: CallContext, { Namespace, MetricName, Dimensions }: SdkMetric): Metric => ({
  account: call.account,
  region: call.region,
  namespace: Namespace ?? '',
  name: MetricName ?? '',
  dimensions: dimensionRecord(Dimensions ?? []),
});

/** Dimensions by name. */
export const dimensionRecord = (dimensions: readonly Dimension[]): Record<string, string> =>
  Object.fromEntries(dimensions.map(({ Name, Value }) => [Name as string, Value as string]));

/** The metric as ListMetrics shows it. */
export const shownMetric = ({ namespace, name, dimensions }: Metric): SdkMetric => ({
  Namespace: namespace,
  MetricName: name,
  Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
});
