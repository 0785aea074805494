import type { Metric } from '../metrics/metric.ts';

/** One value of a series. */
export interface Point {
  /** The start of its period, milliseconds since the epoch. */
  readonly startMs: number;
  readonly value: number;
}

/** Of which metric a series is, or is made from. */
export interface SeriesSource {
  readonly metric: Metric;
  /** The statistic, as CloudWatch spells it. */
  readonly stat: string;
  /** As it was asked for. */
  readonly periodSeconds: number;
  /** In which units there are values, when there are several; those in one of them alone are in the series. */
  readonly units?: readonly string[];
}

/** Values over time, one a period at most; periods without a value are not there. */
export interface TimeSeries {
  /** What it is called where it stands among others. */
  readonly label: string;
  readonly periodMs: number;
  /** In order of time. */
  readonly points: readonly Point[];
  readonly source?: SeriesSource;
}

/** Every value of the series made into another; values that are no number any more are left out. */
export const eachPoint = (series: TimeSeries, to: (value: number) => number): TimeSeries =>
  withPoints(
    series,
    series.points.map(({ startMs, value }) => ({ startMs, value: to(value) })),
  );

/** The series with other points; those whose value is no number are left out. */
export const withPoints = (series: TimeSeries, points: readonly Point[]): TimeSeries => ({
  ...series,
  points: points.filter(({ value }) => Number.isFinite(value)),
});

/** The values by time. */
export const valuesByTime = (series: TimeSeries): ReadonlyMap<number, number> =>
  new Map(series.points.map(({ startMs, value }) => [startMs, value]));

/** All times at which any of the series has a value, rising. */
export function timesOf(all: readonly TimeSeries[]): number[] {
  const times = new Set(all.flatMap(({ points }) => points.map(({ startMs }) => startMs)));
  return [...times].sort((a, b) => a - b);
}
