export type { LogBatch, LogSink, MetricSample, MetricSink } from './sinks.ts';
