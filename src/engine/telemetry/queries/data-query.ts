import type { Expression } from '../maths/expression.ts';
import type { TimeSeries } from '../maths/series.ts';
import type { Metric } from '../metrics/metric.ts';

/** A statistic of one metric. */
export interface MetricRead {
  readonly metric: Metric;
  /** As CloudWatch spells it: `Sum`, `p99.9`, `TM(2%:98%)`. */
  readonly stat: string;
  /** As it was asked for, whatever the time scale. */
  readonly periodSeconds: number;
  readonly unit?: string;
}

/** One of several queries that may speak of each other by their ids. */
export type DataQuery = {
  /** Unique; starts with a small letter. */
  readonly id: string;
} & (
  | ({
      readonly kind: 'metric';
      /** What it is called where it stands among others; default the metric's name. */
      readonly label?: string;
    } & MetricRead)
  | {
      readonly kind: 'expression';
      readonly expression: Expression;
      /** Of series that the expression makes from nothing; default the shortest of the metrics. */
      readonly periodSeconds?: number;
    }
);

/** Which time to look at. */
export interface QueryRange {
  /** Milliseconds since the epoch; rounded down as CloudWatch rounds. Inclusive. */
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
  /**
   * Periods are this much shorter than they say, though a second at least; what expressions say of periods and rates is in the time
   * that the queries speak of. Default 1.
   */
  readonly timeScale?: number;
}

/** What a query is answered with. */
export interface QueryAnswer {
  /** One of a metric or of an expression that is one series, which bears the id; any number of one that is several. */
  readonly series: readonly TimeSeries[];
  /** Whether it is an expression that stands for several series, be there none, one or more. */
  readonly several: boolean;
}
