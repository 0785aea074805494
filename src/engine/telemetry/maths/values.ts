import { MathsProblem } from './problem.ts';
import type { TimeSeries } from './series.ts';

/** What an expression, or a part of one, can be. */
export type Value =
  | { readonly kind: 'scalar'; readonly value: number }
  | { readonly kind: 'series'; readonly series: TimeSeries }
  | { readonly kind: 'array'; readonly series: readonly TimeSeries[] }
  | { readonly kind: 'text'; readonly text: string }
  /** A bare word in capitals: `SUM`, `DESC`, `REPEAT`. */
  | { readonly kind: 'word'; readonly word: string };

/** What takes part in arithmetic. */
export type Operand = Extract<Value, { kind: 'scalar' | 'series' | 'array' }>;

/** A number. */
export const scalar = (value: number): Operand => ({ kind: 'scalar', value });
/** One series. */
export const single = (series: TimeSeries): Operand => ({ kind: 'series', series });
/** Several series. */
export const several = (series: readonly TimeSeries[]): Operand => ({ kind: 'array', series });

const NAMES = { scalar: 'Scalar', series: 'TimeSeries', array: 'TimeSeries[]', text: 'String', word: 'Word' };

/** How messages call what a value is. */
export const typeName = (value: Value): string => NAMES[value.kind];

const wrongType = (where: string, value: Value): MathsProblem =>
  new MathsProblem(`Invalid argument type for ${where}: '${typeName(value)}'`);

/** The value as something to calculate with. @throws MathsProblem for words and text */
export function operand(value: Value, where: string): Operand {
  if (value.kind === 'text' || value.kind === 'word') throw wrongType(where, value);
  return value;
}

/** The number that the value is. @throws MathsProblem when it is none */
export function number(value: Value, where: string): number {
  if (value.kind !== 'scalar') throw wrongType(where, value);
  return value.value;
}

/** The one series that the value is. @throws MathsProblem when it is none */
export function oneSeries(value: Value, where: string): TimeSeries {
  if (value.kind !== 'series') throw wrongType(where, value);
  return value.series;
}

/** The series that the value holds, be it one or several. @throws MathsProblem when it is none */
export function allSeries(value: Value, where: string): readonly TimeSeries[] {
  if (value.kind === 'series') return [value.series];
  if (value.kind === 'array') return value.series;
  throw wrongType(where, value);
}

/** The series of an array. @throws MathsProblem when it is none */
export function array(value: Value, where: string): readonly TimeSeries[] {
  if (value.kind !== 'array') throw wrongType(where, value);
  return value.series;
}

/** The text that the value is. @throws MathsProblem when it is none */
export function text(value: Value, where: string): string {
  if (value.kind !== 'text') throw wrongType(where, value);
  return value.text;
}

/** The word that the value is. @throws MathsProblem when it is none of `words` */
export function word<Word extends string>(value: Value, words: readonly Word[], where: string): Word {
  const found = value.kind === 'word' ? words.find((one) => one === value.word) : undefined;
  if (found === undefined) throw wrongType(where, value);
  return found;
}

/** The same done to the series, or to each of several. */
export function overSeries(value: Value, to: (series: TimeSeries) => TimeSeries, where: string): Operand {
  if (value.kind === 'series') return single(to(value.series));
  return several(array(value, where).map(to));
}
