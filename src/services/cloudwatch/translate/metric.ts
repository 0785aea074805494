import type { Dimension, Metric as SdkMetric } from '@aws-sdk/client-cloudwatch';
import type { Metric } from '../../../engine/telemetry/index.ts';
import type { CallContext } from '../../../wire/index.ts';

/** Whose metrics are meant: an account in a Region. */
export type Owner = Pick<CallContext, 'account' | 'region'>;

/** The metric an input names, of its owner. */
export const metricNamed = (owner: Owner, { Namespace, MetricName, Dimensions }: SdkMetric): Metric => ({
  account: owner.account,
  region: owner.region,
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
