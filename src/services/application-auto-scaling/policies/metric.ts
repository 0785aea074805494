import type { Dimension, MetricDataQuery } from '@aws-sdk/client-cloudwatch';

/** A statistic of one metric, as CloudWatch's alarms take it. */
export interface SingleMetric {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: Dimension[];
  /** `Sum`, `Average` ... */
  readonly Statistic: string;
  readonly Unit?: string;
  /** Seconds. */
  readonly Period: number;
}

/** What a policy follows: one metric, or several put together by maths. */
export type PolicyMetric = SingleMetric | { readonly Metrics: MetricDataQuery[] };

/** Whether it is put together. */
export const isMaths = (metric: PolicyMetric): metric is { readonly Metrics: MetricDataQuery[] } =>
  'Metrics' in metric;

/** How long one datapoint is, seconds. */
export function periodOf(metric: PolicyMetric): number {
  if (!isMaths(metric)) return metric.Period;
  const periods = metric.Metrics.flatMap(({ MetricStat, Period }) => MetricStat?.Period ?? Period ?? []);
  return periods.length > 0 ? Math.min(...periods) : 60;
}
