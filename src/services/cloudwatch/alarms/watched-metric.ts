import type { MetricDataQuery, MetricStat } from '@aws-sdk/client-cloudwatch';
import {
  type AlarmTiming,
  type Comparison,
  type Datapoint,
  leastSamplesOf,
  type MetricStore,
  type MissingData,
  parseStatistic,
  readDatapoints,
  readExpression,
  type Statistic,
  type ThresholdSettings,
  timingOf,
} from '../../../engine/telemetry/index.ts';
import type { Clock } from '../../../kit/index.ts';
import type { MetricSettings, Owner } from '../records/alarm.ts';
import { metricNamed } from '../translate/metric.ts';
import { dataQueries } from '../translate/queries.ts';

/** What alarms on metrics are evaluated with. */
export interface WatchParts {
  readonly clock: Clock;
  readonly metrics: MetricStore;
  readonly timeScale: number;
}

/** A metric alarm as it is evaluated. */
export interface WatchedMetric {
  readonly settings: ThresholdSettings;
  readonly timing: AlarmTiming;
  /**
   * The evaluation range, the newest first.
   * @throws MathsProblem when an expression cannot be evaluated
   */
  read(nowMs: number): readonly Datapoint[];
}

/** Reads a metric alarm's settings, checked before. */
export function watchedMetric(owner: Owner, settings: MetricSettings, parts: WatchParts): WatchedMetric {
  const query = settings.Metrics?.find(({ ReturnData }) => ReturnData !== false);
  return query?.Expression === undefined
    ? watchedStatistic(owner, settings, query?.MetricStat ?? statOf(settings), parts)
    : watchedExpression(owner, settings, query, parts);
}

function watchedStatistic(
  owner: Owner,
  settings: MetricSettings,
  stat: MetricStat,
  { metrics, timeScale }: WatchParts,
): WatchedMetric {
  const statistic = parseStatistic(stat.Stat as string) as Statistic;
  const timing = timingOf(stat.Period as number, settings.EvaluationPeriods, timeScale);
  const metric = metricNamed(owner, stat.Metric ?? {});
  const watch = { metric, statistic, ...(stat.Unit && { unit: stat.Unit }) };
  const ignoresFew = settings.EvaluateLowSampleCountPercentile === 'ignore';
  const leastSamples = ignoresFew ? leastSamplesOf(statistic) : undefined;
  // of metrics of DynamoDB what is missing is always ignored
  const missing = metric.namespace === 'AWS/DynamoDB' ? { missing: 'ignore' as const } : {};
  return {
    timing,
    settings: {
      ...thresholdSettings(settings, stat.Period as number),
      ...missing,
      ...(leastSamples !== undefined && { leastSamples }),
      statistic: stat.Stat as string,
      ...(stat.Unit && { unit: stat.Unit }),
    },
    read: (nowMs) => readDatapoints(metrics, watch, timing, nowMs),
  };
}

const DEFAULT_PERIOD_S = 60;

function watchedExpression(
  owner: Owner,
  settings: MetricSettings,
  { Id, Period }: MetricDataQuery,
  { clock, metrics, timeScale }: WatchParts,
): WatchedMetric {
  const periods = settings.Metrics?.flatMap(({ MetricStat }) => MetricStat?.Period ?? []) ?? [];
  const period = Period ?? periods[0] ?? DEFAULT_PERIOD_S;
  const timing = timingOf(period, settings.EvaluationPeriods, timeScale);
  const queries = dataQueries(settings.Metrics ?? [], { owner, timeScale, path: 'Metrics' });
  const source = { clock, metrics, account: owner.account, region: owner.region };
  return {
    timing,
    settings: thresholdSettings(settings, period),
    read: (nowMs) => readExpression(source, queries, Id as string, { ...timing, timeScale }, nowMs),
  };
}

const thresholdSettings = (settings: MetricSettings, periodSeconds: number): ThresholdSettings => ({
  comparison: settings.ComparisonOperator as Comparison,
  threshold: settings.Threshold,
  evaluationPeriods: settings.EvaluationPeriods,
  ...(settings.DatapointsToAlarm !== undefined && { datapointsToAlarm: settings.DatapointsToAlarm }),
  missing: (settings.TreatMissingData ?? 'missing') as MissingData,
  periodSeconds,
});

const statOf = (settings: MetricSettings): MetricStat => ({
  Metric: settings,
  Period: settings.Period,
  Stat: settings.Statistic ?? settings.ExtendedStatistic,
  Unit: settings.Unit,
});
