import { serializationFault } from '../malformed.ts';
import { setOwn } from '../own.ts';
import { PerShape } from '../protocol.ts';
import type { ListShape, MapShape, Member, Shape, StructureShape, UnionShape } from '../shape.ts';
import { readSimple } from './read-simple.ts';

/** Turns a parsed JSON value into a value of a shape. */
export type ReadJson = (value: unknown) => unknown;

/** Compiles readers of JSON values, strict about kinds; each for one way of naming members. */
export class JsonReaders {
  readonly #nameOf: (member: Member) => string;
  readonly #shapes = new PerShape<Shape, ReadJson>((shape) => this.#compile(shape));
  readonly #members = new PerShape<Member, ReadJson>((member) => this.#compileMember(member));

  /** @param useJsonName whether members go by their `jsonName`: REST-JSON's way, not AWS JSON's */
  constructor(useJsonName: boolean) {
    this.#nameOf = useJsonName ? (member) => member.jsonName ?? member.name : (member) => member.name;
  }

  /** A reader of values of `shape`. */
  shape(shape: Shape): ReadJson {
    return this.#shapes.of(shape);
  }

  /** A reader of values of a member: as its target, in the member's timestamp format. */
  member(member: Member): ReadJson {
    return this.#members.of(member);
  }

  /** A reader of a structure of which only `members` are in the document. */
  structure(members: readonly Member[]): ReadJson {
    const known = new Map(
      members.map((member) => [this.#nameOf(member), { member, read: this.#later(member) }]),
    );
    return (value) => {
      const record = asObject(value);
      const structure: Record<string, unknown> = {};
      for (const key of Object.keys(record)) {
        const found = known.get(key);
        const item = record[key];
        if (found && item !== null) structure[found.member.name] = found.read(item);
      }
      return structure;
    };
  }

  #compile(shape: Shape): ReadJson {
    switch (shape.kind) {
      case 'structure':
        return this.structure((shape as StructureShape).members);
      case 'union':
        return this.#union(shape);
      case 'list':
        return this.#list(shape);
      case 'map':
        return this.#map(shape);
      default:
        return readSimple(shape.kind, 'epoch-seconds');
    }
  }

  #compileMember(member: Member): ReadJson {
    const { target } = member;
    return target.kind === 'timestamp' && member.timestampFormat
      ? readSimple('timestamp', member.timestampFormat)
      : this.#shapes.of(target);
  }

  /** Finds the member's reader when it is first used: shapes recurse. */
  #later(member: Member): ReadJson {
    let read: ReadJson | undefined;
    return (value) => {
      read ??= this.#members.of(member);
      return read(value);
    };
  }

  #union(shape: UnionShape): ReadJson {
    const known = new Map(
      shape.members.map((member) => [this.#nameOf(member), { member, read: this.#later(member) }]),
    );
    return (value) => {
      const record = asObject(value);
      const set = Object.keys(record).filter((key) => record[key] !== null && key !== '__type');
      const [key = ''] = set;
      const found = known.get(key);
      if (set.length !== 1 || !found) {
        throw serializationFault('Unions must have exactly one member set, and it must be a known one');
      }
      return { [found.member.name]: found.read(record[key]) };
    };
  }

  #list(shape: ListShape): ReadJson {
    const read = this.#later(shape.member);
    return (value) => {
      if (!Array.isArray(value)) throw serializationFault(unexpected(value));
      return value.map((item) => {
        if (item !== null) return read(item);
        if (shape.sparse) return null;
        throw serializationFault('Null is not an item of this list');
      });
    };
  }

  #map(shape: MapShape): ReadJson {
    const read = this.#later(shape.value);
    return (value) => {
      const record = asObject(value);
      const map: Record<string, unknown> = {};
      for (const key of Object.keys(record)) {
        const item = record[key];
        if (item === null && !shape.sparse) throw serializationFault('Null is not a value of this map');
        setOwn(map, key, item === null ? null : read(item));
      }
      return map;
    };
  }
}

function asObject(value: unknown): Record<string, unknown> {
  if (value !== null && typeof value === 'object' && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw serializationFault(unexpected(value));
}

/** AWS's words for a value that is neither the list nor the structure it should be. */
function unexpected(value: unknown): string {
  if (Array.isArray(value)) return 'Start of list found where not expected';
  if (value !== null && typeof value === 'object')
    return 'Start of structure or map found where not expected.';
  return 'Unexpected field type';
}
