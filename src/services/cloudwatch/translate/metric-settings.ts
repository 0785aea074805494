import type { MetricDataQuery, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { calls, MathsProblem, needsDistribution, parseStatistic } from '../../../engine/telemetry/index.ts';
import { exclusive, invalidValue, missing, notImplemented, validation } from '../faults.ts';
import { LARGEST_VALUE, MOST_ALARM_METRICS } from '../limits.ts';
import type { MetricSettings } from '../records/alarm.ts';
import { dataQueries, mathsFault, type QuerySetting } from './queries.ts';

const DAY_S = 86_400;
const WEEK_S = 7 * DAY_S;
const HOUR_S = 3600;

/** Of a metric alarm's input what it watches, checked. @throws Fault */
export function metricSettings(
  input: PutMetricAlarmInput,
  setting: Omit<QuerySetting, 'path'>,
): MetricSettings {
  refuseUnbuilt(input);
  if (input.ComparisonOperator === undefined) throw missing('ComparisonOperator');
  if (input.EvaluationPeriods === undefined) throw missing('EvaluationPeriods');
  if (input.Threshold === undefined) throw missing('Threshold');
  if (!(Math.abs(input.Threshold) <= LARGEST_VALUE)) {
    throw invalidValue(`The value ${input.Threshold} for parameter Threshold is invalid.`);
  }
  const periods = input.Metrics?.length
    ? checkQueries(input, input.Metrics, { ...setting, path: 'Metrics' })
    : checkMetric(input);
  for (const period of periods) checkPeriod(period, input.EvaluationPeriods);
  checkTreatment(input);
  return {
    ...(input.MetricName !== undefined && { MetricName: input.MetricName }),
    ...(input.Namespace !== undefined && { Namespace: input.Namespace }),
    ...(input.Statistic !== undefined && { Statistic: input.Statistic }),
    ...(input.ExtendedStatistic !== undefined && { ExtendedStatistic: input.ExtendedStatistic }),
    Dimensions: input.Dimensions ?? [],
    ...(input.Period !== undefined && { Period: input.Period }),
    ...(input.Unit !== undefined && { Unit: input.Unit }),
    EvaluationPeriods: input.EvaluationPeriods,
    ...(input.DatapointsToAlarm !== undefined && { DatapointsToAlarm: input.DatapointsToAlarm }),
    Threshold: input.Threshold,
    ComparisonOperator: input.ComparisonOperator,
    ...(input.TreatMissingData !== undefined && { TreatMissingData: input.TreatMissingData }),
    ...(input.EvaluateLowSampleCountPercentile !== undefined && {
      EvaluateLowSampleCountPercentile: input.EvaluateLowSampleCountPercentile,
    }),
    ...(input.Metrics?.length && {
      Metrics: input.Metrics.map((query) => ({ ...query, ReturnData: query.ReturnData ?? true })),
    }),
  };
}

function refuseUnbuilt(input: PutMetricAlarmInput): void {
  if (input.EvaluationCriteria || input.EvaluationInterval !== undefined) {
    throw notImplemented('An alarm with EvaluationCriteria (PromQL)');
  }
  const band = /Lower|Upper/.test(input.ComparisonOperator ?? '');
  if (band || input.ThresholdMetricId !== undefined) throw notImplemented('Anomaly detection');
}

/** Answers the periods. */
function checkMetric(input: PutMetricAlarmInput): number[] {
  if (input.MetricName === undefined) throw missing('MetricName');
  if (input.Namespace === undefined) throw missing('Namespace');
  if (input.Period === undefined) throw missing('Period');
  const { Statistic, ExtendedStatistic } = input;
  if (Statistic !== undefined && ExtendedStatistic !== undefined) {
    throw exclusive('Statistic', 'ExtendedStatistic');
  }
  if (Statistic === undefined && ExtendedStatistic === undefined) {
    throw validation('Exactly one of Statistic and ExtendedStatistic must be specified.');
  }
  if (ExtendedStatistic !== undefined) {
    const statistic = parseStatistic(ExtendedStatistic);
    if (!statistic || !needsDistribution(statistic)) {
      throw invalidValue(`The value ${ExtendedStatistic} for parameter ExtendedStatistic is not supported.`);
    }
  }
  return [input.Period];
}

const NOT_WITH_METRICS = [
  'MetricName',
  'Namespace',
  'Dimensions',
  'Period',
  'Unit',
  'Statistic',
  'ExtendedStatistic',
] as const;

/** Answers the periods. */
function checkQueries(
  input: PutMetricAlarmInput,
  queries: readonly MetricDataQuery[],
  setting: QuerySetting,
): number[] {
  for (const name of NOT_WITH_METRICS) {
    const value = input[name];
    if (value !== undefined && !(Array.isArray(value) && value.length === 0))
      throw exclusive(name, 'Metrics');
  }
  const watched = queries.filter(({ ReturnData }) => ReturnData !== false);
  if (watched.length !== 1) throw validation('Exactly one element of the metrics list should return data.');
  if (queries.filter(({ MetricStat }) => MetricStat).length > MOST_ALARM_METRICS) {
    throw validation(`Metrics list must not contain more than ${MOST_ALARM_METRICS} metrics.`);
  }
  for (const query of dataQueries(queries, setting)) {
    if (query.kind === 'expression' && calls(query.expression, 'SEARCH')) {
      throw mathsFault(query.id, new MathsProblem('SEARCH is not supported on Metric Alarms.'));
    }
  }
  const periods = queries.flatMap(({ MetricStat: stat, Period }) => stat?.Period ?? Period ?? []);
  if (new Set(periods).size > 1) throw validation('Period must be the same for all metrics.');
  return periods;
}

function checkPeriod(period: number, evaluationPeriods: number): void {
  if (![10, 20, 30].includes(period) && period % 60 !== 0) {
    throw validation('Period must be 10, 20, 30 or a multiple of 60');
  }
  const [most, span, sort] = period < HOUR_S ? [DAY_S, 'a day', '<'] : [WEEK_S, 'a week', '>='];
  if (period * evaluationPeriods <= most) return;
  throw validation(
    `Metrics cannot be checked across more than ${span} (EvaluationPeriods * Period must be <= ${most}) for alarms using period ${sort} ${HOUR_S}`,
  );
}

function checkTreatment(input: PutMetricAlarmInput): void {
  const { TreatMissingData, EvaluateLowSampleCountPercentile: lowSamples } = input;
  const { EvaluationPeriods = 1, DatapointsToAlarm = EvaluationPeriods } = input;
  if (DatapointsToAlarm > EvaluationPeriods) {
    throw validation('DatapointsToAlarm must be less than or equal to EvaluationPeriods');
  }
  const treatments = ['missing', 'ignore', 'breaching', 'notBreaching'];
  if (TreatMissingData !== undefined && !treatments.includes(TreatMissingData)) {
    throw invalidValue(`The value ${TreatMissingData} for parameter TreatMissingData is not supported.`);
  }
  if (lowSamples === undefined) return;
  if (lowSamples !== 'evaluate' && lowSamples !== 'ignore') {
    throw invalidValue(
      `The value ${lowSamples} for parameter EvaluateLowSampleCountPercentile is not supported.`,
    );
  }
}
