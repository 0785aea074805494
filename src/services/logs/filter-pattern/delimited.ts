import { invalidFilterPattern } from '../faults.ts';
import { readAny, readComparison } from './condition.ts';
import type { Cursor } from './cursor.ts';
import type { FilterPattern } from './filter-pattern.ts';

interface Field {
  readonly name?: string;
  readonly condition?: (value: string) => boolean;
}

/** A word of a message, without its brackets or quotes, and where it begins with them. */
interface Word {
  readonly text: string;
  readonly at: number;
}

/** Reads `[ip, user, ..., bytes > 1000]`: conditions on the words of a message. */
export function readDelimitedPattern(cursor: Cursor): FilterPattern {
  cursor.expect('[');
  if (cursor.take(']')) return matcher([], []);
  const before: Field[] = [];
  let after: Field[] | undefined;
  do {
    if (cursor.take('...')) {
      if (after) throw invalidFilterPattern();
      after = [];
    } else (after ?? before).push(readField(cursor));
  } while (cursor.take(','));
  cursor.expect(']');
  const names = [...before, ...(after ?? [])].flatMap(({ name }) => name ?? []);
  if (new Set(names).size < names.length) throw invalidFilterPattern();
  return matcher(before, after);
}

function readField(cursor: Cursor): Field {
  if (cursor.peek() === ',' || cursor.peek() === ']') return {};
  const start = cursor.at;
  cursor.take('(');
  const name = readName(cursor);
  if (cursor.at - start === name.length && /[,\]]/.test(cursor.peek())) return { name };
  cursor.at = start;
  const condition = readAny(cursor, () => {
    const comparison = readName(cursor).toLowerCase() === name.toLowerCase() && readComparison(cursor);
    if (!comparison) throw invalidFilterPattern();
    return comparison as (value: string) => boolean;
  });
  return { name, condition };
}

function readName(cursor: Cursor): string {
  cursor.peek();
  const name = cursor.match(/[A-Za-z_][\w-]*/y)?.[0];
  if (name === undefined) throw invalidFilterPattern();
  return name;
}

/** @param after the fields behind the ellipsis; undefined when there is none: then the last field takes the rest of the message */
function matcher(before: readonly Field[], after: readonly Field[] | undefined): FilterPattern {
  return {
    match(message) {
      const words = split(message);
      const named = before.length + (after?.length ?? 0);
      if (words.length < named) return undefined;
      const values: Record<string, string> = {};
      const take = (field: Field | undefined, text: string, index: number): boolean => {
        values[`$${field?.name ?? index + 1}`] = text;
        return field?.condition?.(text) ?? true;
      };
      const open = after !== undefined;
      const count = open ? words.length : named;
      for (let index = 0; index < count; index++) {
        const fromEnd = index - (words.length - (after?.length ?? 0));
        const field = index < before.length ? before[index] : after?.[fromEnd];
        const rest = !open && index === count - 1 && words.length > count;
        const word = words[index] as Word;
        if (!take(field, rest ? message.slice(word.at) : word.text, index)) return undefined;
      }
      return values;
    },
  };
}

/** The words of a message: what stands between brackets or quotes is one. */
function split(message: string): Word[] {
  const words: Word[] = [];
  for (const found of message.matchAll(/\[([^\]]*)\](?=\s|$)|"((?:[^"\\]|\\.)*)"(?=\s|$)|(\S+)/g)) {
    words.push({ text: (found[1] ?? found[2] ?? found[3]) as string, at: found.index });
  }
  return words;
}
