import { type Point, type TimeSeries, withPoints } from '../series.ts';
import type { Surroundings } from '../surroundings.ts';

type Step = (here: Point, before: Point) => number;

const stepwise = (series: TimeSeries, step: Step): TimeSeries =>
  withPoints(
    series,
    series.points.flatMap((point, index) => {
      const before = series.points[index - 1];
      return before ? { startMs: point.startMs, value: step(point, before) } : [];
    }),
  );

/** Seconds between two points, as the scaled time has them. */
const secondsBetween = (here: Point, before: Point, { timeScale }: Surroundings): number =>
  ((here.startMs - before.startMs) / 1000) * timeScale;

/** What looks at a value and the one before it. */
export const ALONG_TIME = {
  DIFF: (series) => stepwise(series, (here, before) => here.value - before.value),
  DIFF_TIME: (series, surroundings) =>
    stepwise(series, (here, before) => secondsBetween(here, before, surroundings)),
  RATE: (series, surroundings) =>
    stepwise(
      series,
      (here, before) => (here.value - before.value) / secondsBetween(here, before, surroundings),
    ),
  RUNNING_SUM: (series) => {
    let total = 0;
    return withPoints(
      series,
      series.points.map(({ startMs, value }) => ({ startMs, value: (total += value) })),
    );
  },
} as const satisfies Record<string, (series: TimeSeries, surroundings: Surroundings) => TimeSeries>;
