import type { MetricAlarm, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import {
  type DataQuery,
  MathsProblem,
  type MetricStore,
  parseExpression,
  Queries,
  scaledPeriodSeconds,
} from '../../../engine/telemetry/index.ts';
import type { Clock } from '../../../kit/index.ts';
import type { Place } from '../arns.ts';
import { isMaths, periodOf, type PolicyMetric } from '../policies/metric.ts';

/** What measuring stands on. */
export interface MeasureOptions {
  readonly clock: Clock;
  readonly metrics: MetricStore;
  readonly timeScale: number;
}

/** Periods that are looked at beyond those that are asked for, in case some are missing. */
const SPARE_PERIODS = 2;

/** Reads the metrics of policies, in periods that are over, as their alarms do. */
export class Measure {
  readonly #options: MeasureOptions;

  constructor(options: MeasureOptions) {
    this.#options = options;
  }

  /** The latest values, at most `count`, oldest first; none where nothing was measured. */
  latest(place: Place, metric: PolicyMetric, count: number): readonly number[] {
    const { clock, metrics, timeScale } = this.#options;
    const periodMs = scaledPeriodSeconds(periodOf(metric), timeScale) * 1000;
    const toMs = Math.floor(clock.now() / periodMs) * periodMs;
    const fromMs = toMs - (count + SPARE_PERIODS) * periodMs;
    try {
      const { queries, id } = queriesOf(place, metric);
      const asked = new Queries({ metrics, clock, ...place }, queries, { fromMs, toMs, timeScale });
      const [series] = asked.answer(id).series;
      const points = (series?.points ?? []).filter(({ startMs }) => startMs + periodMs <= toMs);
      return points.slice(-count).map(({ value }) => value);
    } catch (error) {
      if (error instanceof MathsProblem) return []; // its alarm says the same: no data
      throw error;
    }
  }
}

function queriesOf(place: Place, metric: PolicyMetric): { queries: DataQuery[]; id: string } {
  if (isMaths(metric)) {
    const wanted = metric.Metrics.find(({ ReturnData }) => ReturnData !== false);
    return { queries: metric.Metrics.map((query) => dataQuery(place, query)), id: wanted?.Id ?? '' };
  }
  const { Namespace, MetricName, Dimensions, Statistic, Unit, Period } = metric;
  const Metric = { Namespace, MetricName, Dimensions };
  const unit = Unit === undefined ? {} : { Unit: Unit as 'None' };
  const query = { Id: 'metric', MetricStat: { Metric, Stat: Statistic, Period, ...unit } };
  return { queries: [dataQuery(place, query)], id: 'metric' };
}

function dataQuery({ account, region }: Place, query: MetricDataQuery): DataQuery {
  const { Id: id = '', Expression, MetricStat, Period } = query;
  if (Expression !== undefined) {
    const expression = parseExpression(Expression);
    return { id, kind: 'expression', expression, ...(Period !== undefined && { periodSeconds: Period }) };
  }
  const { Metric, Stat = '', Period: periodSeconds = 60, Unit } = MetricStat ?? {};
  const dimensions = (Metric?.Dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value] as const);
  return {
    id,
    kind: 'metric',
    metric: {
      account,
      region,
      namespace: Metric?.Namespace ?? '',
      name: Metric?.MetricName ?? '',
      dimensions: Object.fromEntries(dimensions),
    },
    stat: Stat,
    periodSeconds,
    ...(Unit !== undefined && { unit: Unit }),
  };
}

/** What an alarm watches; undefined where it watches none of the account's metrics. */
export function alarmMetric(alarm: MetricAlarm): PolicyMetric | undefined {
  const {
    Metrics,
    Namespace,
    MetricName,
    Dimensions = [],
    Statistic,
    ExtendedStatistic,
    Unit,
    Period,
  } = alarm;
  if (Metrics && Metrics.length > 0) return { Metrics };
  const stat = Statistic ?? ExtendedStatistic;
  if (!Namespace || !MetricName || !stat || !Period) return undefined;
  return { Namespace, MetricName, Dimensions, Statistic: stat, Period, ...(Unit !== undefined && { Unit }) };
}
