import { badInput } from './refusal.ts';
import type { Elements, ElementType } from './tensor.ts';

/** Says where a value stands, asked only when it is refused. */
export type Where = () => string;

/** Writes one decoded value as element `at`; refuses what the type cannot hold. */
export type ElementWriter = (target: Elements, at: number, value: unknown, where: Where) => void;

const integerBounds: Partial<Record<ElementType, readonly [bigint, bigint]>> = {
  int8: [-128n, 127n],
  int16: [-32768n, 32767n],
  int32: [-2147483648n, 2147483647n],
  int64: [-9223372036854775808n, 9223372036854775807n],
  uint8: [0n, 255n],
  uint16: [0n, 65535n],
  uint32: [0n, 4294967295n],
  uint64: [0n, 18446744073709551615n],
};

/** How values of `type` are written: numbers, booleans, decimal text (for wide integers, CSV), null and empty text as NaN. */
export function elementWriter(type: ElementType): ElementWriter {
  if (type === 'string') return writeString;
  if (type === 'bool') return writeBoolean;
  if (type === 'float16' || type === 'float32' || type === 'float64') return writeFloat;
  return type === 'int64' || type === 'uint64' ? wideIntegerWriter(type) : integerWriter(type);
}

const show = (value: unknown): string => {
  const text = typeof value === 'bigint' ? `${value}` : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

const wrong = (where: Where, wanted: string, value: unknown) =>
  badInput(`${where()} must be ${wanted}, not ${show(value)}`);

function writeFloat(target: Elements, at: number, value: unknown, where: Where): void {
  (target as Float32Array)[at] = typeof value === 'number' ? value : toFloat(value, where);
}

function toFloat(value: unknown, where: Where): number {
  if (value === null || value === '') return Number.NaN; // a missing value, as pandas and NumPy write it
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string') {
    const text = value.trim();
    const number = Number(text);
    if (text !== '' && !Number.isNaN(number)) return number;
    if (/^[+-]?nan$/i.test(text)) return Number.NaN;
    const infinite = /^([+-]?)inf(?:inity)?$/i.exec(text);
    if (infinite) return infinite[1] === '-' ? -Infinity : Infinity;
  }
  throw wrong(where, 'a number', value);
}

function toInteger(value: unknown, type: ElementType, where: Where): bigint {
  const [least, most] = integerBounds[type] ?? [0n, 0n];
  let integer: bigint | undefined;
  if (typeof value === 'bigint') integer = value;
  else if (typeof value === 'boolean') integer = value ? 1n : 0n;
  else if (Number.isSafeInteger(value))
    integer = BigInt(value as number); // beyond 2^53 a number has lost digits: send text
  else if (typeof value === 'string' && /^\s*[+-]?\d{1,20}(\.0*)?\s*$/.test(value)) {
    integer = BigInt(value.trim().replace(/^\+/, '').replace(/\..*$/, ''));
  }
  if (integer === undefined || integer < least || integer > most)
    throw wrong(where, `an integer (${type})`, value);
  return integer;
}

const integerWriter =
  (type: ElementType): ElementWriter =>
  (target, at, value, where) => {
    (target as Int32Array)[at] = Number(toInteger(value, type, where));
  };

const wideIntegerWriter =
  (type: ElementType): ElementWriter =>
  (target, at, value, where) => {
    (target as BigInt64Array)[at] = toInteger(value, type, where);
  };

const booleans = new Map<unknown, number>([
  [true, 1],
  [false, 0],
  [1, 1],
  [0, 0],
  [1n, 1],
  [0n, 0],
  ['true', 1],
  ['false', 0],
  ['True', 1],
  ['False', 0],
  ['1', 1],
  ['0', 0],
]);

function writeBoolean(target: Elements, at: number, value: unknown, where: Where): void {
  const found = booleans.get(value);
  if (found === undefined) throw wrong(where, 'a boolean', value);
  (target as Uint8Array)[at] = found;
}

function writeString(target: Elements, at: number, value: unknown, where: Where): void {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    throw wrong(where, 'a string', value);
  }
  (target as string[])[at] = String(value);
}
