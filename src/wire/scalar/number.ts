import type { SimpleKind } from '../shape.ts';

const INTEGER = /^-?\d+$/;
const DECIMAL = /^-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const MAX_DIGITS = 1000; // of numbers without bound; their conversion takes the square of it

const LIMITS: Readonly<Partial<Record<SimpleKind, readonly [least: bigint, most: bigint]>>> = {
  byte: [-128n, 127n],
  short: [-32_768n, 32_767n],
  integer: [-2_147_483_648n, 2_147_483_647n],
  long: [-9_223_372_036_854_775_808n, 9_223_372_036_854_775_807n],
};

/** Whether a number is one of its kind: whole where the kind is, and within its width. */
export function fits(kind: SimpleKind, value: number | bigint): boolean {
  const limits = LIMITS[kind];
  if (!limits) return true;
  if (typeof value === 'number' && !Number.isInteger(value)) return false;
  return value >= limits[0] && value <= limits[1];
}

/**
 * Reads a number written as text in a header, a label, a query or XML.
 * @returns a number, for `bigInteger` a bigint, for `bigDecimal` the text itself; undefined when it is not one of its kind. Long integers
 * beyond 2^53 lose digits, as they do in the SDK's types.
 */
export function parseNumber(text: string, kind: SimpleKind): number | bigint | string | undefined {
  switch (kind) {
    case 'float':
    case 'double':
      return parseFloating(text);
    case 'bigInteger':
      return INTEGER.test(text) && text.length <= MAX_DIGITS ? BigInt(text) : undefined;
    case 'bigDecimal':
      return DECIMAL.test(text) && text.length <= MAX_DIGITS ? text : undefined;
    default: {
      if (!INTEGER.test(text) || text.length > 20) return undefined;
      return fits(kind, BigInt(text)) ? Number(text) : undefined;
    }
  }
}

function parseFloating(text: string): number | undefined {
  switch (text) {
    case 'NaN':
      return Number.NaN;
    case 'Infinity':
      return Number.POSITIVE_INFINITY;
    case '-Infinity':
      return Number.NEGATIVE_INFINITY;
    default:
      return DECIMAL.test(text) ? Number(text) : undefined;
  }
}
