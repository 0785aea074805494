import { serializationFault } from '../malformed.ts';
import { parseBase64 } from '../scalar/blob.ts';
import { fits, parseNumber } from '../scalar/number.ts';
import type { SimpleKind, TimestampFormat } from '../shape.ts';
import { dateOfSeconds, parseTimestamp } from '../timestamp.ts';
import { RawNumber } from './parse.ts';

type ReadSimple = (value: unknown) => unknown;

/** Ranges of the kinds that are narrower than a number. */
const RANGES: Readonly<Partial<Record<SimpleKind, number>>> = {
  byte: 2 ** 7,
  short: 2 ** 15,
  integer: 2 ** 31,
};
const NOT_NUMBERS: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
};

/** A reader of simple values from JSON, which refuses every other kind. */
export function readSimple(kind: SimpleKind, format: TimestampFormat): ReadSimple {
  switch (kind) {
    case 'string':
      return (value) => (typeof value === 'string' ? value : refuse(value, 'a String'));
    case 'boolean':
      return (value) => (typeof value === 'boolean' ? value : refuse(value, 'a Boolean'));
    case 'blob':
      return readBlob;
    case 'byte':
    case 'short':
    case 'integer':
      return readBounded(kind, RANGES[kind] ?? 0);
    case 'long':
      return readLong;
    case 'float':
    case 'double':
      return readFloat;
    case 'bigInteger':
      return readBigInteger;
    case 'bigDecimal':
      return (value) => (typeof number(value) === 'number' ? sourceOf(value) : refuse(value, 'a BigDecimal'));
    case 'timestamp':
      return (value) => readTimestamp(value, format);
    case 'document':
      return (value) => value;
  }
}

const number = (value: unknown): unknown => (value instanceof RawNumber ? Number(value.source) : value);
const sourceOf = (value: unknown): string => (value instanceof RawNumber ? value.source : String(value));

function readBounded(kind: 'byte' | 'short' | 'integer', end: number): ReadSimple {
  const name = { byte: 'a Byte', short: 'a Short', integer: 'an Integer' }[kind];
  return (value) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) return refuse(value, name);
    if (value < -end || value >= end) throw serializationFault(`${value} is out of the range of ${name}`);
    return value;
  };
}

function readLong(value: unknown): number {
  const long = number(value);
  if (typeof long !== 'number' || !Number.isInteger(long)) return refuse(value, 'a Long');
  if (!fits('long', long)) throw serializationFault(`${long} is out of the range of a Long`);
  return long;
}

function readFloat(value: unknown): number {
  if (typeof value === 'number') return value;
  if (value instanceof RawNumber) return Number(value.source);
  if (typeof value === 'string' && Object.hasOwn(NOT_NUMBERS, value)) return NOT_NUMBERS[value] as number;
  return refuse(value, 'a Double');
}

function readBigInteger(value: unknown): bigint {
  const read = typeof number(value) === 'number' ? parseNumber(sourceOf(value), 'bigInteger') : undefined;
  return typeof read === 'bigint' ? read : refuse(value, 'a BigInteger');
}

function readTimestamp(value: unknown, format: TimestampFormat): Date {
  const date =
    format === 'epoch-seconds'
      ? typeof value === 'number'
        ? dateOfSeconds(value)
        : undefined
      : typeof value === 'string'
        ? parseTimestamp(value, format)
        : undefined;
  return date ?? refuse(value, 'a Timestamp');
}

function readBlob(value: unknown): Uint8Array {
  if (typeof value !== 'string') return refuse(value, 'a Blob');
  const bytes = parseBase64(value);
  if (!bytes) throw serializationFault('The value is not Base64');
  return bytes;
}

/** Refuses a value in the words of AWS's JSON services. */
function refuse(value: unknown, wanted: string): never {
  if (Array.isArray(value)) throw serializationFault('Start of list found where not expected');
  if (value !== null && typeof value === 'object' && !(value instanceof RawNumber)) {
    throw serializationFault('Start of structure or map found where not expected.');
  }
  const found =
    value === true
      ? 'TRUE_VALUE'
      : value === false
        ? 'FALSE_VALUE'
        : typeof value === 'string'
          ? 'STRING_VALUE'
          : 'NUMBER_VALUE';
  throw serializationFault(`${found} can not be converted to ${wanted}`);
}
