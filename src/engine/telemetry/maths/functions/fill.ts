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
  return overSeries(
    value,
    (series) => {
      const values = valuesByTime(series);
      const times = new Set([...periodsOf(surroundings, series.periodMs), ...values.keys()]);
      const points = [...times]
        .sort((a, b) => a - b)
        .flatMap((startMs) => {
          const found = values.get(startMs) ?? missing(series.points, startMs);
          return found === undefined ? [] : { startMs, value: found };
        });
      return withPoints(series, points);
    },
    where,
  );
}

type Missing = (points: readonly Point[], startMs: number) => number | undefined;

function fillerOf(filler: Value, where: string): Missing {
  if (filler.kind === 'series') return fromSeries(filler.series);
  if (filler.kind === 'word') {
    return word(filler, ['REPEAT', 'LINEAR'], where) === 'REPEAT' ? repeat : linear;
  }
  const constant = number(filler, where);
  return () => constant;
}

function fromSeries(series: TimeSeries): Missing {
  const values = valuesByTime(series);
  return (_, startMs) => values.get(startMs);
}

const repeat: Missing = (points, startMs) => points.findLast((point) => point.startMs < startMs)?.value;

const linear: Missing = (points, startMs) => {
  const before = points.findLast((point) => point.startMs < startMs);
  const after = points.find((point) => point.startMs > startMs);
  if (!before || !after) return undefined;
  const share = (startMs - before.startMs) / (after.startMs - before.startMs);
  return before.value + share * (after.value - before.value);
};
