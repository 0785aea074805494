import { serializationFault } from '../malformed.ts';
import { setOwn } from '../own.ts';
import { PerShape } from '../protocol.ts';
import { fits } from '../scalar/number.ts';
import type { ListShape, MapShape, Member, Shape, SimpleKind, UnionShape } from '../shape.ts';
import { dateOfSeconds } from '../timestamp.ts';
import { type CborItem, CborTag } from './item.ts';

type ItemReader = (item: CborItem) => unknown;

const EPOCH_TAG = 1;
const DECIMAL_TAG = 4;
/** Digits a decimal fraction may have: its exponent is a claim that costs the sender nothing. */
const MAX_DECIMAL_DIGITS = 1000;

const shapes = new PerShape<Shape, ItemReader>(compile);

/**
 * Turns an item into a value of a shape. Nulls are absent, except in sparse lists and maps.
 * @throws Fault `SerializationException`
 */
export function readItem(shape: Shape, item: CborItem): unknown {
  return shapes.of(shape)(item);
}

/** Reads some members of a structure. */
export function membersReader(members: readonly Member[]): (item: CborItem) => Record<string, unknown> {
  const byName = new Map(members.map((member) => [member.name, member]));
  return (item) => {
    if (!(item instanceof Map)) throw unexpected(item);
    const value: Record<string, unknown> = {};
    for (const [name, inner] of item as ReadonlyMap<string, CborItem>) {
      const member = byName.get(name);
      if (member && inner !== null) value[name] = shapes.of(member.target)(inner);
    }
    return value;
  };
}

function compile(shape: Shape): ItemReader {
  switch (shape.kind) {
    case 'structure':
      return membersReader(shape.members);
    case 'union':
      return unionReader(shape);
    case 'list':
      return listReader(shape);
    case 'map':
      return mapReader(shape);
    default:
      return simpleReader(shape.kind);
  }
}

function unionReader(shape: UnionShape): ItemReader {
  const read = membersReader(shape.members);
  return (item) => {
    const value = read(item);
    const set = [...(item as ReadonlyMap<string, CborItem>)].filter(
      ([name, inner]) => inner !== null && name !== '__type',
    );
    if (set.length === 1 && Object.keys(value).length === 1) return value;
    throw serializationFault('Unions must have exactly one member set, and it must be a known one');
  };
}

function listReader(shape: ListShape): ItemReader {
  return (item) => {
    if (!Array.isArray(item)) throw unexpected(item);
    const read = shapes.of(shape.member.target);
    return item.map((inner: CborItem) => {
      if (inner !== null) return read(inner);
      if (shape.sparse) return null;
      throw serializationFault('Null is not an item of this list');
    });
  };
}

function mapReader(shape: MapShape): ItemReader {
  return (item) => {
    if (!(item instanceof Map)) throw unexpected(item);
    const read = shapes.of(shape.value.target);
    const map: Record<string, unknown> = {};
    for (const [key, inner] of item as ReadonlyMap<string, CborItem>) {
      if (inner === null && !shape.sparse) throw serializationFault('Null is not a value of this map');
      setOwn(map, key, inner === null ? null : read(inner));
    }
    return map;
  };
}

function simpleReader(kind: SimpleKind): ItemReader {
  const read = converter(kind);
  return (item) => {
    const value = read(item);
    if (value === undefined) throw unexpected(item);
    return value;
  };
}

/** The value of an item; undefined when the kind is not the item's. */
function converter(kind: SimpleKind): ItemReader {
  switch (kind) {
    case 'string':
      return (item) => (typeof item === 'string' ? item : undefined);
    case 'boolean':
      return (item) => (typeof item === 'boolean' ? item : undefined);
    case 'blob':
      return (item) => (item instanceof Uint8Array ? item : undefined);
    case 'float':
    case 'double':
      return (item) => (isNumeric(item) ? Number(item) : undefined);
    case 'bigInteger':
      return (item) =>
        typeof item === 'bigint' || Number.isInteger(item) ? BigInt(item as number | bigint) : undefined;
    case 'bigDecimal':
      return readDecimal;
    case 'timestamp':
      return (item) =>
        item instanceof CborTag && item.tag === EPOCH_TAG && isNumeric(item.value)
          ? dateOfSeconds(Number(item.value))
          : undefined;
    case 'document':
      return plain;
    default:
      return (item) => (isNumeric(item) && fits(kind, item) ? Number(item) : undefined);
  }
}

function isNumeric(item: CborItem): item is number | bigint {
  return typeof item === 'number' || typeof item === 'bigint';
}

/** Mantissa and exponent to base ten, as decimal text. @see https://www.rfc-editor.org/rfc/rfc8949#name-decimal-fractions-and-bigfl */
function readDecimal(item: CborItem): string | undefined {
  if (isNumeric(item)) return String(item);
  if (!(item instanceof CborTag) || item.tag !== DECIMAL_TAG || !Array.isArray(item.value)) return undefined;
  const [exponent, mantissa] = item.value as CborItem[];
  if (typeof exponent !== 'number' || mantissa === undefined || !isNumeric(mantissa)) return undefined;
  if (!Number.isInteger(exponent) || Math.abs(exponent) > MAX_DECIMAL_DIGITS) return undefined;
  const digits = String(mantissa).replace('-', '');
  const sign = mantissa < 0 ? '-' : '';
  if (exponent >= 0) return sign + digits + (digits === '0' ? '' : '0'.repeat(exponent));
  const padded = digits.padStart(1 - exponent, '0');
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}

/** An item without shape, as JSON would have it. */
function plain(item: CborItem): unknown {
  if (Array.isArray(item)) return item.map(plain);
  if (item instanceof CborTag) return plain(item.value);
  if (!(item instanceof Map)) return typeof item === 'bigint' ? Number(item) : item;
  const record: Record<string, unknown> = {};
  for (const [key, value] of item as ReadonlyMap<string, CborItem>) setOwn(record, key, plain(value));
  return record;
}

/** Refuses an item of another kind, in the words AWS has for it. */
function unexpected(item: CborItem): Error {
  if (Array.isArray(item)) return serializationFault('Start of list found where not expected');
  if (item instanceof Map) return serializationFault('Start of structure or map found where not expected.');
  return serializationFault('Unexpected field type');
}
