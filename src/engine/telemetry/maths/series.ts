/** One value of a series. */
export interface Point {
  /** The start of its period, milliseconds since the epoch. */
  readonly startMs: number;
  readonly value: number;
}

/** Values over time, one a period at most; periods without a value are not there. */
export interface TimeSeries {
  /** What it is called where it stands among others. */
  readonly label: string;
  readonly periodMs: number;
  /** In order of time. */
  readonly points: readonly Point[];
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
