import type { Datapoint, StandardUnit } from '@aws-sdk/client-cloudwatch';
import {
  evaluateStatistic,
  needsDistribution,
  parseStatistic,
  type Statistic,
  type Window,
} from '../../../engine/telemetry/index.ts';
import type { CloudWatchOperation } from '../context.ts';
import { exclusive, invalidCombination, invalidValue } from '../faults.ts';
import { MOST_STATISTICS } from '../limits.ts';
import { metricNamed } from '../translate/metric.ts';
import { isPeriod } from '../translate/period.ts';

type Input = Parameters<CloudWatchOperation<'GetMetricStatistics'>>[0];

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html */
export const getMetricStatistics: CloudWatchOperation<'GetMetricStatistics'> = (
  input,
  { metrics, timeScale, call },
) => {
  check(input, timeScale);
  const extended = (input.ExtendedStatistics ?? []).map(extendedStatistic);
  const series = metrics.read({
    metric: metricNamed(call, input),
    fromMs: input.StartTime.getTime(),
    toMs: input.EndTime.getTime(),
    periodSeconds: input.Period,
    ...(input.Unit && { unit: input.Unit }),
    distributions: extended.length > 0,
  });
  const points = series.flatMap(({ unit, points: windows }) =>
    windows.flatMap(({ startMs, window }) =>
      datapoint(startMs, unit, window, input.Statistics ?? [], extended),
    ),
  );
  return { Label: input.MetricName, Datapoints: points };
};

function check(
  { StartTime, EndTime, Period, Statistics, ExtendedStatistics }: Input,
  timeScale: number,
): void {
  if (!isPeriod(Period, timeScale)) throw invalidValue('The parameter Period must be a multiple of 60.');
  const startMs = StartTime.getTime();
  const endMs = EndTime.getTime();
  if (startMs === endMs) throw invalidValue('The parameter StartTime must not equal parameter EndTime.');
  if (startMs > endMs) throw invalidValue('The parameter StartTime must be less than the parameter EndTime.');
  if (!Statistics?.length && !ExtendedStatistics?.length) {
    throw invalidCombination(
      'At least one of the parameters Statistics and ExtendedStatistics must be specified.',
    );
  }
  if (Statistics?.length && ExtendedStatistics?.length) throw exclusive('Statistics', 'ExtendedStatistics');
  const points = Math.ceil((endMs - startMs) / 1000 / Period);
  if (points <= MOST_STATISTICS) return;
  throw invalidCombination(
    `You have requested up to ${points} datapoints, which exceeds the limit of ${MOST_STATISTICS}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
  );
}

function extendedStatistic(text: string, index: number): readonly [string, Statistic] {
  const statistic = parseStatistic(text);
  if (statistic && needsDistribution(statistic)) return [text, statistic];
  throw invalidValue(
    `The value ${text} for parameter ExtendedStatistics.member.${index + 1} is not supported.`,
  );
}

function datapoint(
  startMs: number,
  unit: string,
  window: Window,
  statistics: readonly string[],
  extended: readonly (readonly [string, Statistic])[],
): Datapoint[] {
  const point: Datapoint = { Timestamp: new Date(startMs), Unit: unit as StandardUnit };
  for (const name of statistics as ('SampleCount' | 'Average' | 'Sum' | 'Minimum' | 'Maximum')[]) {
    const value = evaluateStatistic({ kind: name }, window);
    if (value !== undefined) point[name] = value;
  }
  if (extended.length === 0) return [point];
  const known = extended.flatMap(([name, statistic]) => {
    const value = evaluateStatistic(statistic, window);
    return value === undefined ? [] : [[name, value] as const];
  });
  return known.length > 0 ? [{ ...point, ExtendedStatistics: Object.fromEntries(known) }] : [];
}
