import { invalidFilterPattern } from '../faults.ts';
import type { Cursor } from './cursor.ts';
import { readRegex } from './regex.ts';

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Whether a value, text or number, satisfies a comparison. */
export type Comparison = (value: string | number) => boolean;

/** Reads terms joined by `&&` and `||`, with parentheses; `&&` binds tighter. */
export function readAny<Subject>(
  cursor: Cursor,
  readOne: (cursor: Cursor) => (subject: Subject) => boolean,
): (subject: Subject) => boolean {
  const alternatives = [readAll(cursor, readOne)];
  while (cursor.take('||')) alternatives.push(readAll(cursor, readOne));
  return alternatives.length === 1
    ? (alternatives[0] as (subject: Subject) => boolean)
    : (subject) => alternatives.some((alternative) => alternative(subject));
}

function readAll<Subject>(
  cursor: Cursor,
  readOne: (cursor: Cursor) => (subject: Subject) => boolean,
): (subject: Subject) => boolean {
  const conditions = [readGroup(cursor, readOne)];
  while (cursor.take('&&')) conditions.push(readGroup(cursor, readOne));
  return (subject) => conditions.every((condition) => condition(subject));
}

function readGroup<Subject>(
  cursor: Cursor,
  readOne: (cursor: Cursor) => (subject: Subject) => boolean,
): (subject: Subject) => boolean {
  if (!cursor.take('(')) return readOne(cursor);
  const group = readAny(cursor, readOne);
  cursor.expect(')');
  return group;
}

/** Reads an operator and what to compare with; undefined when no operator comes. */
export function readComparison(cursor: Cursor): Comparison | undefined {
  cursor.peek();
  const operator = cursor.match(/!=|<=|>=|=|<|>/y)?.[0];
  if (!operator) return undefined;
  const regex = readRegex(cursor);
  if (regex) return equality(operator, (value) => regex(String(value)));
  const quoted = readQuoted(cursor);
  if (quoted !== undefined) return equality(operator, sameText(quoted));
  cursor.peek();
  const word = cursor.match(/[\p{L}\p{N}_.*+\-:/@#$]+/uy)?.[0];
  if (word === undefined) throw invalidFilterPattern();
  if (!NUMBER.test(word)) return equality(operator, sameText(word));
  return numeric(operator, Number(word));
}

/** Reads `"..."` with backslash escapes if it comes next. */
export function readQuoted(cursor: Cursor): string | undefined {
  if (!cursor.take('"')) return undefined;
  const found = cursor.match(/((?:[^"\\]|\\.)*)"/y);
  if (!found) throw invalidFilterPattern();
  return (found[1] as string).replaceAll(/\\(.)/g, '$1');
}

function equality(operator: string, same: Comparison): Comparison {
  if (operator === '=') return same;
  if (operator === '!=') return (value) => !same(value);
  throw invalidFilterPattern();
}

/** An asterisk at either end stands for any text; elsewhere for itself. */
function sameText(wanted: string): Comparison {
  if (wanted === '*') return () => true;
  const start = wanted.startsWith('*');
  const end = wanted.endsWith('*');
  const core = wanted.slice(start ? 1 : 0, end ? -1 : undefined);
  if (start && end) return (value) => String(value).includes(core);
  if (start) return (value) => String(value).endsWith(core);
  if (end) return (value) => String(value).startsWith(core);
  return (value) => String(value) === wanted;
}

function numeric(operator: string, wanted: number): Comparison {
  const of = (value: string | number): number =>
    typeof value === 'number' ? value : NUMBER.test(value) ? Number(value) : Number.NaN;
  switch (operator) {
    case '=':
      return (value) => of(value) === wanted;
    case '!=':
      return (value) => of(value) !== wanted;
    case '<':
      return (value) => of(value) < wanted;
    case '<=':
      return (value) => of(value) <= wanted;
    case '>':
      return (value) => of(value) > wanted;
    default:
      return (value) => of(value) >= wanted;
  }
}
