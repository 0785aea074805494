import { MathsProblem } from '../problem.ts';
import type { TimeSeries } from '../series.ts';
import { allSeries, array, number, type Operand, several, single, type Value, word } from '../values.ts';
import { REDUCTIONS } from './reduce.ts';

/** `SORT(series, function, order[, limit])`: several series by what one of `AVG`, `MIN`, `MAX`, `SUM` is of each; empty ones last. */
export function sort([of, by, order, limit]: readonly Value[]): Operand {
  const reduction = REDUCTIONS[word(by as Value, ['AVG', 'MIN', 'MAX', 'SUM'], 'SORT')];
  const sign = word(order as Value, ['ASC', 'DESC'], 'SORT') === 'ASC' ? 1 : -1;
  const ranked = allSeries(of as Value, 'SORT').map((series) => {
    const values = series.points.map(({ value }) => value);
    return { series, rank: values.length === 0 ? undefined : reduction(values, values.length) };
  });
  const sorted = ranked.toSorted((a, b) => {
    if (a.rank === undefined || b.rank === undefined)
      return Number(a.rank === undefined) - Number(b.rank === undefined);
    return sign * (a.rank - b.rank);
  });
  const most = limit === undefined ? sorted.length : number(limit, 'SORT');
  return several(sorted.slice(0, Math.max(0, most)).map(({ series }) => series));
}

/** `SLICE(series, start[, end])`: a part of several series, or one of them. */
export function slice([of, start, end]: readonly Value[]): Operand {
  const all = allSeries(of as Value, 'SLICE');
  const from = whole(start as Value);
  return several(all.slice(from, end === undefined ? undefined : whole(end)));
}

/** The first of several series. */
export const first = (value: Value): Operand => atEnd(array(value, 'FIRST'), 0, 'FIRST');

/** The last of several series. */
export const last = (value: Value): Operand => atEnd(array(value, 'LAST'), -1, 'LAST');

/** Those of several series that have any point. */
export const removeEmpty = (value: Value): Operand =>
  several(allSeries(value, 'REMOVE_EMPTY').filter(({ points }) => points.length > 0));

/** All series of the elements, one array. */
export const together = (elements: readonly Value[]): Operand =>
  several(elements.flatMap((element) => allSeries(element, 'an array')));

function atEnd(series: readonly TimeSeries[], index: number, label: string): Operand {
  return single(series.at(index) ?? { label, periodMs: 60_000, points: [] });
}

function whole(value: Value): number {
  const wanted = number(value, 'SLICE');
  if (Number.isInteger(wanted) && wanted >= 0) return wanted;
  throw new MathsProblem('Invalid argument for SLICE: a position must be a whole number of zero or more');
}
