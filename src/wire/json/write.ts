import { setOwn } from '../own.ts';
import { PerShape } from '../protocol.ts';
import type {
  ListShape,
  MapShape,
  Member,
  Shape,
  SimpleKind,
  TimestampFormat,
  UnionShape,
} from '../shape.ts';
import { formatTimestamp } from '../timestamp.ts';

/** Turns a value of a shape into what `JSON.stringify` takes. */
export type WriteJson = (value: unknown) => unknown;

/** Compiles writers of JSON values, each for one way of naming members. */
export class JsonWriters {
  readonly #nameOf: (member: Member) => string;
  readonly #shapes = new PerShape<Shape, WriteJson>((shape) => this.#compile(shape));
  readonly #members = new PerShape<Member, WriteJson>((member) => this.#compileMember(member));

  /** @param useJsonName whether members go by their `jsonName`: REST-JSON's way, not AWS JSON's */
  constructor(useJsonName: boolean) {
    this.#nameOf = useJsonName ? (member) => member.jsonName ?? member.name : (member) => member.name;
  }

  /** A writer of values of `shape`. */
  shape(shape: Shape): WriteJson {
    return this.#shapes.of(shape);
  }

  /** A writer of values of a member: as its target, in the member's timestamp format. */
  member(member: Member): WriteJson {
    return this.#members.of(member);
  }

  /** A writer of a structure of which only `members` go into the document. Absent and null members are left out. */
  structure(members: readonly Member[]): WriteJson {
    const parts = members.map((member) => ({
      from: member.name,
      to: this.#nameOf(member),
      write: this.#later(member),
    }));
    return (value) => {
      const structure = value as Record<string, unknown>;
      const record: Record<string, unknown> = {};
      for (const { from, to, write } of parts) {
        const item = structure[from];
        if (item !== undefined && item !== null) record[to] = write(item);
      }
      return record;
    };
  }

  #compile(shape: Shape): WriteJson {
    switch (shape.kind) {
      case 'structure':
        return this.structure(shape.members);
      case 'union':
        return this.#union(shape);
      case 'list':
        return this.#list(shape);
      case 'map':
        return this.#map(shape);
      default:
        return writeSimple(shape.kind, 'epoch-seconds');
    }
  }

  #compileMember(member: Member): WriteJson {
    const { target } = member;
    return target.kind === 'timestamp' && member.timestampFormat
      ? writeSimple('timestamp', member.timestampFormat)
      : this.#shapes.of(target);
  }

  /** Finds the member's writer when it is first used: shapes recurse. */
  #later(member: Member): WriteJson {
    let write: WriteJson | undefined;
    return (value) => {
      write ??= this.#members.of(member);
      return write(value);
    };
  }

  #union(shape: UnionShape): WriteJson {
    return this.structure(shape.members);
  }

  #list(shape: ListShape): WriteJson {
    const write = this.#later(shape.member);
    return (value) => {
      const items: unknown[] = [];
      for (const item of value as Iterable<unknown>) {
        if (item !== undefined && item !== null) items.push(write(item));
        else if (shape.sparse) items.push(null);
      }
      return items;
    };
  }

  #map(shape: MapShape): WriteJson {
    const write = this.#later(shape.value);
    return (value) => {
      const record: Record<string, unknown> = {};
      for (const [key, item] of Object.entries(value as object)) {
        if (item !== undefined && item !== null) setOwn(record, key, write(item));
        else if (shape.sparse) setOwn(record, key, null);
      }
      return record;
    };
  }
}

/** Numbers written as they are: JSON has no big ones of its own, but `rawJSON` lets their text through. */
const raw = (text: string): unknown => (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(text);

function writeSimple(kind: SimpleKind, format: TimestampFormat): WriteJson {
  switch (kind) {
    case 'blob':
      return (value) => bytesOf(value).toString('base64');
    case 'float':
    case 'double':
      return (value) => (Number.isFinite(value) ? value : String(value));
    case 'bigInteger':
    case 'bigDecimal':
      return (value) => raw(String(value));
    case 'long':
      return (value) => (typeof value === 'bigint' ? raw(String(value)) : value);
    case 'timestamp':
      return format === 'epoch-seconds'
        ? (value) => (value as Date).getTime() / 1000
        : (value) => formatTimestamp(value as Date, format);
    default:
      return (value) => value;
  }
}

/** The bytes of a blob a handler gave: bytes, or text for UTF-8. */
function bytesOf(value: unknown): Buffer {
  if (typeof value === 'string') return Buffer.from(value);
  const bytes = value as Uint8Array;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
