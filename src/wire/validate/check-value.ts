import { isDeepStrictEqual } from 'node:util';
import type { Constraints, Shape } from '../shape.ts';
import { compilePattern } from './pattern.ts';
import type { Demand } from './violation.ts';

/** Gives the demands that a value does not meet, or undefined when it meets all. */
export type CheckValue = (value: unknown) => Demand[] | undefined;

/** A check of one value's own constraints; undefined when there are none. @param anchored see `compilePattern` */
export function checkValue(
  shape: Shape,
  constraints: Constraints | undefined,
  anchored: boolean,
): CheckValue | undefined {
  if (!constraints) return undefined;
  const checks: ((value: unknown) => Demand | undefined)[] = [];
  const { minLength, maxLength, minimum, maximum, pattern, values } = constraints;
  if (minLength !== undefined || maxLength !== undefined) checks.push(checkLength(minLength, maxLength));
  if (minimum !== undefined || maximum !== undefined) checks.push(checkRange(minimum, maximum));
  if (pattern !== undefined) checks.push(checkPattern(pattern, anchored));
  if (values) checks.push(checkEnum(values, constraints.hiddenValues ?? []));
  if (constraints.uniqueItems && shape.kind === 'list') checks.push(checkUnique);
  if (checks.length === 0) return undefined;
  return (value) => {
    let demands: Demand[] | undefined;
    for (const check of checks) {
      const demand = check(value);
      if (demand) (demands ??= []).push(demand);
    }
    return demands;
  };
}

function checkLength(
  least: number | undefined,
  most: number | undefined,
): (value: unknown) => Demand | undefined {
  const [low, high] = [least ?? 0, most ?? Number.POSITIVE_INFINITY];
  return (value) => {
    const length = lengthOf(value);
    if (length === undefined || (length >= low && length <= high)) return undefined;
    return { kind: 'length', least, most, length };
  };
}

/** Characters (code points), bytes, items or entries; undefined for what has no length, a stream for one. */
function lengthOf(value: unknown): number | undefined {
  if (typeof value === 'string') return codePoints(value);
  if (value instanceof Uint8Array) return value.length;
  if (Array.isArray(value)) return value.length;
  if (value === null || typeof value !== 'object') return undefined;
  return Object.getPrototypeOf(value) === Object.prototype ? Object.keys(value).length : undefined;
}

function codePoints(text: string): number {
  let pairs = 0;
  for (let i = 1; i < text.length; i++) {
    if ((text.charCodeAt(i) & 0xfc00) === 0xdc00 && (text.charCodeAt(i - 1) & 0xfc00) === 0xd800) pairs++;
  }
  return text.length - pairs;
}

function checkRange(
  least: number | undefined,
  most: number | undefined,
): (value: unknown) => Demand | undefined {
  return (value) => {
    if (typeof value !== 'number' && typeof value !== 'bigint') return undefined;
    const within = (least === undefined || value >= least) && (most === undefined || value <= most);
    return within ? undefined : { kind: 'range', least, most };
  };
}

function checkPattern(pattern: string, anchored: boolean): (value: unknown) => Demand | undefined {
  let matches: ((text: string) => boolean) | undefined;
  return (value) => {
    matches ??= compilePattern(pattern, anchored);
    return typeof value !== 'string' || matches(value) ? undefined : { kind: 'pattern', pattern };
  };
}

function checkEnum(
  values: readonly (string | number)[],
  hidden: readonly (string | number)[],
): (value: unknown) => Demand | undefined {
  const known = new Set<unknown>([...values, ...hidden]);
  return (value) => (known.has(value) ? undefined : { kind: 'enum', values });
}

function checkUnique(value: unknown): Demand | undefined {
  const items = value as readonly unknown[];
  if (items.every((item) => typeof item !== 'object')) {
    return new Set(items).size === items.length ? undefined : { kind: 'unique' };
  }
  const repeats = items.some((item, index) =>
    items.slice(0, index).some((other) => isDeepStrictEqual(item, other)),
  );
  return repeats ? { kind: 'unique' } : undefined;
}
