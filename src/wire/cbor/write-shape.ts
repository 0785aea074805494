import { PerShape } from '../protocol.ts';
import type { ListShape, MapShape, Member, Shape, SimpleKind } from '../shape.ts';
import type { CborWriter } from './writer.ts';

type ItemWriter = (to: CborWriter, value: unknown) => void;

const shapes = new PerShape<Shape, ItemWriter>(compile);

/** Writes a value of a shape. Absent and null members are left out; nulls stay in sparse lists and maps. */
export function writeItem(to: CborWriter, shape: Shape, value: unknown): void {
  shapes.of(shape)(to, value);
}

/**
 * Writes some members of a structure.
 * @param type the `__type` to write in front of them, as errors have it
 */
export function membersWriter(
  members: readonly Member[],
): (to: CborWriter, value: unknown, type?: string) => void {
  return (to, value, type) => {
    const structure = value as Record<string, unknown>;
    const present = members.filter(({ name }) => structure[name] !== undefined && structure[name] !== null);
    to.map(present.length + (type === undefined ? 0 : 1));
    if (type !== undefined) {
      to.text('__type');
      to.text(type);
    }
    for (const { name, target } of present) {
      to.text(name);
      shapes.of(target)(to, structure[name]);
    }
  };
}

function compile(shape: Shape): ItemWriter {
  switch (shape.kind) {
    case 'structure':
    case 'union':
      return membersWriter(shape.members);
    case 'list':
      return listWriter(shape);
    case 'map':
      return mapWriter(shape);
    default:
      return simpleWriter(shape.kind);
  }
}

function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

function listWriter(shape: ListShape): ItemWriter {
  return (to, value) => {
    const write = shapes.of(shape.member.target);
    const items = [...(value as Iterable<unknown>)].filter((item) => shape.sparse || !isAbsent(item));
    to.array(items.length);
    for (const item of items) {
      if (isAbsent(item)) to.null();
      else write(to, item);
    }
  };
}

function mapWriter(shape: MapShape): ItemWriter {
  return (to, value) => {
    const write = shapes.of(shape.value.target);
    const entries = Object.entries(value as object).filter(([, item]) => shape.sparse || !isAbsent(item));
    to.map(entries.length);
    for (const [key, item] of entries) {
      to.text(key);
      if (isAbsent(item)) to.null();
      else write(to, item);
    }
  };
}

function simpleWriter(kind: SimpleKind): ItemWriter {
  switch (kind) {
    case 'boolean':
      return (to, value) => to.boolean(value as boolean);
    case 'blob':
      return (to, value) => to.blob(typeof value === 'string' ? Buffer.from(value) : (value as Uint8Array));
    case 'float':
    case 'double':
      return (to, value) => to.float(value as number);
    case 'byte':
    case 'short':
    case 'integer':
    case 'long':
    case 'bigInteger':
      return (to, value) => to.integer(value as number | bigint);
    case 'bigDecimal':
      return (to, value) => writeDecimal(to, String(value));
    case 'timestamp':
      return (to, value) => writeTime(to, value as Date);
    case 'document':
      return writePlain;
    default:
      return (to, value) => to.text(String(value));
  }
}

function writeTime(to: CborWriter, date: Date): void {
  const seconds = date.getTime() / 1000;
  to.tag(1);
  if (Number.isInteger(seconds)) to.integer(seconds);
  else to.float(seconds);
}

/** A decimal fraction: exponent to base ten, and mantissa. */
function writeDecimal(to: CborWriter, text: string): void {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  to.tag(4);
  to.array(2);
  to.integer(Number(exponent) - fraction.length);
  to.integer(BigInt(`${sign}${whole}${fraction}` || '0'));
}

/** A value without shape, as JSON has them. */
function writePlain(to: CborWriter, value: unknown): void {
  if (isAbsent(value)) to.null();
  else if (typeof value === 'boolean') to.boolean(value);
  else if (Number.isSafeInteger(value)) to.integer(value as number);
  else if (typeof value === 'number') to.float(value);
  else if (typeof value === 'string') to.text(value);
  else if (Array.isArray(value)) {
    to.array(value.length);
    for (const item of value) writePlain(to, item);
  } else {
    const entries = Object.entries(value as object);
    to.map(entries.length);
    for (const [key, item] of entries) {
      to.text(key);
      writePlain(to, item);
    }
  }
}
