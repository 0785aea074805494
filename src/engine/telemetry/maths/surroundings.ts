import { MathsProblem } from './problem.ts';
import type { Point, TimeSeries } from './series.ts';
import type { Operand } from './values.ts';

/** What is searched for, and how what is found is read. */
export interface SearchWish {
  /** As in `SEARCH`'s first argument. */
  readonly query: string;
  /** As CloudWatch spells it, e.g. `Average`. */
  readonly statistic: string;
  /** Seconds; default the period of the answer. */
  readonly periodSeconds: number | undefined;
}

/** What an expression is evaluated in. */
export interface Surroundings {
  /** Where periods of that length count from, milliseconds since the epoch. */
  startMs(periodMs: number): number;
  /** Where they end. Exclusive; not after the present. */
  readonly toMs: number;
  /** How long a period of series that come from nowhere is. */
  readonly periodMs: number;
  /** How many times faster than it says time runs; periods and rates are told in the time it says. */
  readonly timeScale: number;
  /** What that id stands for; undefined when there is no such query. */
  lookUp(id: string): Operand | undefined;
  /** The metrics of the request, without its expressions, by id. */
  metrics(): readonly { readonly id: string; readonly series: TimeSeries }[];
  /** The series that a search finds. */
  search(wish: SearchWish): readonly TimeSeries[];
}

/** Of one series that has a value in every period. */
const MOST_PERIODS = 200_000;

/** The start of every period of the range. @throws MathsProblem when they are too many */
export function periodsOf(surroundings: Surroundings, periodMs: number): number[] {
  const fromMs = surroundings.startMs(periodMs);
  const { toMs } = surroundings;
  const count = Math.max(0, Math.ceil((toMs - fromMs) / periodMs));
  if (count > MOST_PERIODS) throw new MathsProblem(`The time range has more than ${MOST_PERIODS} periods`);
  return Array.from({ length: count }, (_, index) => fromMs + index * periodMs);
}

/** A point for every period of the range. */
export const everyPeriod = (
  surroundings: Surroundings,
  periodMs: number,
  value: (startMs: number) => number,
): Point[] => periodsOf(surroundings, periodMs).map((startMs) => ({ startMs, value: value(startMs) }));
