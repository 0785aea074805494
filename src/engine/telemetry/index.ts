export { AlarmLoop } from './alarms/alarm-loop.ts';
export type {
  AlarmState,
  Comparison,
  Datapoint,
  MissingData,
  ThresholdSettings,
} from './alarms/alarm.ts';
export { leastSamplesOf, readDatapoints, readExpression } from './alarms/datapoints.ts';
export { evaluateAlarm } from './alarms/evaluate.ts';
export { holds, type ReadRule, readRule } from './alarms/rule.ts';
export { instant, longDate } from './alarms/spelling.ts';
export { type AlarmTiming, timingOf } from './alarms/timing.ts';
export {
  EVENT_OVERHEAD_BYTES,
  type GroupName,
  type LogEvent,
  type LogGroup,
  type LogStream,
  type Position,
} from './logs/log-group.ts';
export type { LogArrival, LogQuery, LogStore } from './logs/log-store.ts';
export { checkExpression } from './maths/evaluate.ts';
export { calls, type Expression, idsIn } from './maths/expression.ts';
export { parseExpression } from './maths/parse.ts';
export { MathsProblem } from './maths/problem.ts';
export type { Point, SeriesSource, TimeSeries } from './maths/series.ts';
export type { Metric } from './metrics/metric.ts';
export type { MetricData, MetricStore } from './metrics/metric-store.ts';
export { evaluateStatistic, needsDistribution, parseStatistic, type Statistic } from './metrics/statistic.ts';
export { type StatisticSet, Window } from './metrics/window.ts';
export { openTelemetry, type Telemetry } from './open.ts';
export type { Colour } from './plot/canvas.ts';
export type { ChartAxis, ChartLine, ChartMark, ChartSpec, Side } from './plot/chart-spec.ts';
export { plotPng } from './plot/plot-png.ts';
export type { DataQuery, QueryAnswer } from './queries/data-query.ts';
export { Queries, type QuerySource } from './queries/evaluate-queries.ts';
export { labelsApart } from './queries/labels-apart.ts';
export { scaledPeriodSeconds } from './queries/scaled-period.ts';
export type {
  LogBatch,
  LogSink,
  Meter,
  MeterSource,
  MetricSample,
  MetricSink,
} from './sinks.ts';
