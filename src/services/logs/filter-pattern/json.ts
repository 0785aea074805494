import { invalidCharacters, invalidFilterPattern } from '../faults.ts';
import { readAny, readComparison } from './condition.ts';
import type { Cursor } from './cursor.ts';
import type { FilterPattern } from './filter-pattern.ts';

/** Selectors with a wildcard in one pattern. */
const MOST_WILDCARDS = 3;
const EVERY = Symbol('every element');

type Step = string | number | typeof EVERY;

/** Reads `{ $.a = 1 && ... }`: conditions on a message that is a JSON document. */
export function readJsonPattern(cursor: Cursor): FilterPattern {
  cursor.expect('{');
  const condition = readAny(cursor, readCondition);
  cursor.expect('}');
  return {
    match(message) {
      const document = parse(message);
      return document !== undefined && condition(document) ? {} : undefined;
    },
  };
}

/** The document, or undefined when the message is no JSON object or array. */
function parse(message: string): unknown {
  if (!/^\s*[{[]/.test(message)) return undefined;
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}

function readCondition(cursor: Cursor): (document: unknown) => boolean {
  const steps = readSelector(cursor);
  const comparison = readComparison(cursor);
  if (comparison) {
    return (document) =>
      select(document, steps).some(
        (node) => (typeof node === 'string' || typeof node === 'number') && comparison(node),
      );
  }
  const words = cursor.match(/(?:IS\s+(NULL|TRUE|FALSE)|NOT\s+EXISTS)(?![A-Za-z])/iy);
  if (!words) throw invalidFilterPattern();
  if (!words[1]) return (document) => select(document, steps).length === 0;
  const wanted = { NULL: null, TRUE: true, FALSE: false }[words[1].toUpperCase()];
  return (document) => select(document, steps).some((node) => node === wanted);
}

function readSelector(cursor: Cursor): Step[] {
  if (!cursor.take('$')) throw invalidCharacters(cursor.peek());
  const steps: Step[] = [];
  for (;;) {
    const found = cursor.match(/\.([\p{L}\p{N}_-]+)|\.?\['([^']*)'\]|\[(\d{1,9})\]|(\.\*|\[\*\])/uy);
    if (!found) break;
    if (found[4]) steps.push(EVERY);
    else steps.push(found[3] ? Number(found[3]) : ((found[1] ?? found[2]) as string));
  }
  const wildcards = steps.filter((step) => step === EVERY).length;
  if (wildcards > 0) cursor.wildcards++;
  if (steps.length === 0 || wildcards > 1 || cursor.wildcards > MOST_WILDCARDS) throw invalidFilterPattern();
  return steps;
}

function select(document: unknown, steps: readonly Step[]): unknown[] {
  let nodes = [document];
  for (const step of steps) nodes = nodes.flatMap((node) => children(node, step));
  return nodes;
}

function children(node: unknown, step: Step): unknown[] {
  if (typeof node !== 'object' || node === null) return [];
  if (step === EVERY) return Object.values(node);
  if (typeof step === 'number') return Array.isArray(node) && step < node.length ? [node[step]] : [];
  return !Array.isArray(node) && Object.hasOwn(node, step) ? [(node as Record<string, unknown>)[step]] : [];
}
