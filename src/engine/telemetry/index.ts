export { AlarmLoop } from './alarms/alarm-loop.ts';
export type {
  AlarmState,
  Comparison,
  Datapoint,
  MissingData,
  ThresholdSettings,
  Verdict,
} from './alarms/alarm.ts';
export { leastSamplesOf, readDatapoints, type Watch } from './alarms/datapoints.ts';
export { evaluateAlarm } from './alarms/evaluate.ts';
export { holds, type ReadRule, readRule, type Rule } from './alarms/rule.ts';
export { instant, longDate } from './alarms/spelling.ts';
export { type AlarmTiming, periodStarts, scaledSeconds, timingOf } from './alarms/timing.ts';
export {
  EVENT_OVERHEAD_BYTES,
  type GroupName,
  type LogEvent,
  type LogGroup,
  type LogStream,
  type Position,
} from './logs/log-group.ts';
export type { LogArrival, LogQuery, LogStore } from './logs/log-store.ts';
export type { Metric } from './metrics/metric.ts';
export type { MetricData, MetricStore } from './metrics/metric-store.ts';
export { evaluateStatistic, needsDistribution, parseStatistic, type Statistic } from './metrics/statistic.ts';
export { type StatisticSet, Window } from './metrics/window.ts';
export { openTelemetry, type Telemetry } from './open.ts';
export type {
  LogBatch,
  LogSink,
  Measured,
  Meter,
  MeterSource,
  MetricSample,
  MetricSink,
} from './sinks.ts';
