import { type Point, type TimeSeries, valuesByTime, withPoints } from '../series.ts';
import { periodsOf, type Surroundings } from '../surroundings.ts';
import { type Operand, number, overSeries, type Value, word } from '../values.ts';

/**
 * The series with a value for every period: a number, that of another series, the one before (`REPEAT`), or one between its
 * neighbours (`LINEAR`). What has no neighbour to take it from stays missing.
 */
export function fill(value: Value, filler: Value, surroundings: Surroundings): Operand {
  const where = 'FILL';
  const missing = fillerOf(filler, where);
  return overSeries(value, (series) => withPoints(series, filled(series, missing, surroundings)), where);
}

function filled(series: TimeSeries, missing: Missing, surroundings: Surroundings): Point[] {
  const { points, periodMs } = series;
  const known = points.map(({ startMs }) => startMs);
  const times = [...new Set([...periodsOf(surroundings, periodMs), ...known])].sort((a, b) => a - b);
  let next = 0;
  return times.flatMap((startMs) => {
    const point = points[next];
    if (point?.startMs === startMs) {
      next++;
      return point;
    }
    const value = missing(startMs, points[next - 1], point);
    return value === undefined ? [] : { startMs, value };
  });
}

/** What stands where there is nothing, between the point before and the one after, so far as there are any. */
type Missing = (startMs: number, before: Point | undefined, after: Point | undefined) => number | undefined;

function fillerOf(filler: Value, where: string): Missing {
  if (filler.kind === 'series') {
    const values = valuesByTime(filler.series);
    return (startMs) => values.get(startMs);
  }
  if (filler.kind === 'word') {
    return word(filler, ['REPEAT', 'LINEAR'], where) === 'REPEAT' ? (_, before) => before?.value : linear;
  }
  const constant = number(filler, where);
  return () => constant;
}

const linear: Missing = (startMs, before, after) => {
  if (!before || !after) return undefined;
  const share = (startMs - before.startMs) / (after.startMs - before.startMs);
  return before.value + share * (after.value - before.value);
};
