import { timesOf, valuesByTime, withPoints } from '../series.ts';
import { type Operand, array, scalar, single, type Value } from '../values.ts';

/** Several values made into one. `among` is how many there might have been. */
export type Reduction = (values: readonly number[], among: number) => number;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The reductions; what is missing counts as zero in sums and averages, and not at all elsewhere. */
export const REDUCTIONS = {
  SUM: (values) => sum(values),
  AVG: (values, among) => (among === 0 ? Number.NaN : sum(values) / among),
  MIN: (values) => values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
  MAX: (values) => values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
  STDDEV: (values) => {
    const mean = sum(values) / values.length;
    return Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / values.length);
  },
  DATAPOINT_COUNT: (values) => values.length,
} as const satisfies Record<string, Reduction>;

/** A number for a series; a series, time by time, for several. */
export function reduce(reduction: Reduction, value: Value, where: string): Operand {
  if (value.kind === 'scalar') return value;
  if (value.kind === 'series') {
    const values = value.series.points.map((point) => point.value);
    return scalar(reduction(values, values.length));
  }
  const all = array(value, where);
  const byTime = all.map(valuesByTime);
  const points = timesOf(all).map((startMs) => {
    const values = byTime.flatMap((values) => values.get(startMs) ?? []);
    return { startMs, value: reduction(values, all.length) };
  });
  const periodMs = Math.max(0, ...all.map((one) => one.periodMs));
  return single(withPoints({ label: where, periodMs, points: [] }, points));
}
