import type { DataQuery } from '../queries/data-query.ts';
import { MathsProblem } from '../maths/problem.ts';
import { Queries, type QuerySource } from '../queries/evaluate-queries.ts';
import { firstOfUnits } from '../queries/unit-order.ts';
import type { MetricStore } from '../metrics/metric-store.ts';
import type { Metric } from '../metrics/metric.ts';
import { evaluateStatistic, needsDistribution, type Statistic } from '../metrics/statistic.ts';
import type { Window } from '../metrics/window.ts';
import type { Datapoint } from './alarm.ts';
import { type AlarmTiming, periodStarts } from './timing.ts';

/** A statistic of a metric, as alarms watch it. */
export interface Watch {
  readonly metric: Metric;
  readonly statistic: Statistic;
  /** Only values in this unit; default: of several units the first as CloudWatch looks for them. */
  readonly unit?: string;
}

const MINUTE_MS = 60_000;

/** The datapoints of an evaluation range, the newest first. */
export function readDatapoints(
  metrics: MetricStore,
  { metric, statistic, unit }: Watch,
  timing: AlarmTiming,
  nowMs: number,
): Datapoint[] {
  const starts = periodStarts(timing, nowMs);
  const { periodMs } = timing;
  const fromMs = starts.at(-1) as number;
  // periods of minutes begin at minutes, as the store cuts them; others are put together from seconds
  const cutByStore = periodMs % MINUTE_MS === 0 && fromMs % MINUTE_MS === 0;
  const byUnit = metrics.read({
    metric,
    fromMs,
    toMs: (starts[0] as number) + periodMs,
    periodSeconds: cutByStore ? periodMs / 1000 : 1,
    distributions: needsDistribution(statistic),
    ...(unit !== undefined && { unit }),
  });
  const windows = new Map<number, Window>();
  for (const { startMs, window } of firstOfUnits(byUnit)?.points ?? []) {
    const index = Math.floor((startMs - fromMs) / periodMs);
    const known = windows.get(index);
    if (known) known.merge(window);
    else windows.set(index, window);
  }
  return starts.map((startMs, index) => {
    const window = windows.get(starts.length - 1 - index);
    const value = window && evaluateStatistic(statistic, window);
    return value === undefined ? { startMs } : { startMs, value, sampleCount: window?.sampleCount ?? 0 };
  });
}

/**
 * The values of an expression over an evaluation range, the newest first. Periods under a minute stand where the clock cuts them and do not
 * move on within one.
 */
export function readExpression(
  source: QuerySource,
  queries: readonly DataQuery[],
  id: string,
  timing: AlarmTiming & { readonly timeScale: number },
  nowMs: number,
): Datapoint[] {
  const { periodMs, intervalMs, timeScale } = timing;
  const cutMs = periodMs < MINUTE_MS ? periodMs : intervalMs;
  const starts = periodStarts({ ...timing, intervalMs: cutMs }, nowMs);
  const range = { fromMs: starts.at(-1) as number, toMs: (starts[0] as number) + periodMs, timeScale };
  const { series: found, several } = new Queries(source, queries, range).answer(id);
  if (several) throw new MathsProblem('The result must be a single time series');
  const [series] = found;
  const values = new Map(series?.points.map(({ startMs, value }) => [startMs, value]));
  return starts.map((startMs) => {
    const value = values.get(startMs);
    return value === undefined ? { startMs } : { startMs, value };
  });
}

/**
 * With fewer samples a percentile says little, as CloudWatch counts: 10 / (1 - p), or 10 / p below the median.
 * @returns undefined for statistics of other kinds
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/percentiles-with-low-samples.html
 */
export function leastSamplesOf(statistic: Statistic): number | undefined {
  if (statistic.kind !== 'percentile') return undefined;
  const part = statistic.percent / 100;
  const tail = part >= 0.5 ? 1 - part : part;
  return tail === 0 ? Infinity : 10 / tail;
}
