import { invalidCharacters } from '../faults.ts';
import { readQuoted } from './condition.ts';
import type { Cursor } from './cursor.ts';
import type { FilterPattern } from './filter-pattern.ts';

/** Reads `ERROR "two words" -excluded ?either ?or`: what a message must contain. */
export function readTerms(cursor: Cursor): FilterPattern {
  const wanted: string[] = [];
  const unwanted: string[] = [];
  const optional: string[] = [];
  while (cursor.peek() !== '') {
    const list = cursor.take('-') ? unwanted : cursor.take('?') ? optional : wanted;
    list.push(readTerm(cursor));
  }
  // next to other terms AWS ignores those with a question mark
  const either = wanted.length + unwanted.length === 0 ? optional : [];
  return {
    match(message) {
      const found =
        wanted.every((term) => message.includes(term)) &&
        !unwanted.some((term) => message.includes(term)) &&
        (either.length === 0 || either.some((term) => message.includes(term)));
      return found ? {} : undefined;
    },
  };
}

function readTerm(cursor: Cursor): string {
  const quoted = readQuoted(cursor);
  if (quoted === '') throw invalidCharacters('""');
  if (quoted !== undefined) return quoted;
  const term = cursor.match(/[\p{L}\p{N}_]+/uy)?.[0];
  const bad = cursor.match(/[^\p{L}\p{N}_\s"]+/uy)?.[0];
  if (bad !== undefined || term === undefined) throw invalidCharacters(bad ?? '');
  return term;
}
