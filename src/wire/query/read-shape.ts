import { setOwn } from '../own.ts';
import { PerShape } from '../protocol.ts';
import { isSimple, textReader } from '../scalar/text.ts';
import type { ListShape, MapShape, Member, Shape, StructureShape, UnionShape } from '../shape.ts';
import { type FormNode, numbered } from './form.ts';
import { parseIso8601 } from './iso-8601.ts';
import { malformedInput } from './malformed.ts';

type NodeReader = (node: FormNode) => unknown;

/** How the two Query protocols name parameters. */
export interface QueryStyle {
  /** The parameter of a member of a structure. */
  nameOf(member: Member): string;
  /** Lists and maps are always written without the name of their items. */
  readonly alwaysFlat: boolean;
}

/** AWS Query. @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export const AWS_STYLE: QueryStyle = { nameOf: (member) => member.xmlName ?? member.name, alwaysFlat: false };

/** EC2 Query. @see https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html */
export const EC2_STYLE: QueryStyle = {
  nameOf: (member) => member.ec2QueryName ?? capitalised(member.xmlName ?? member.name),
  alwaysFlat: true,
};

function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Reads values of shapes out of a form, by closures compiled from the shapes. */
export class QueryReaders {
  readonly #style: QueryStyle;
  readonly #shapes = new PerShape<Shape, NodeReader>((shape) => this.#compile(shape));
  readonly #members = new PerShape<Member, NodeReader>((member) => this.#compileMember(member));

  constructor(style: QueryStyle) {
    this.#style = style;
  }

  /**
   * Reads the members of a structure. Parameters it does not know are ignored.
   * @throws Fault `MalformedInput`
   */
  read(shape: StructureShape, node: FormNode): Record<string, unknown> {
    return this.#shapes.of(shape)(node) as Record<string, unknown>;
  }

  #compile(shape: Shape): NodeReader {
    switch (shape.kind) {
      case 'structure':
        return this.#structure(shape.members);
      case 'union':
        return this.#union(shape);
      case 'list':
        return this.#list(shape, this.#style.alwaysFlat);
      case 'map':
        return this.#map(shape, this.#style.alwaysFlat);
      default:
        return this.#compileMember({ name: shape.name, target: shape, required: false });
    }
  }

  #compileMember(member: Member): NodeReader {
    const { target } = member;
    if (isSimple(target)) return simpleReader(member);
    if (member.xmlFlattened && target.kind === 'list') return this.#list(target, true);
    if (member.xmlFlattened && target.kind === 'map') return this.#map(target, true);
    return (node) => this.#shapes.of(target)(node);
  }

  #structure(members: readonly Member[]): (node: FormNode) => Record<string, unknown> {
    const byName = new Map(members.map((member) => [this.#style.nameOf(member), member]));
    return (node) => {
      if (node.value) throw malformedInput('Unexpected complex element termination');
      const value: Record<string, unknown> = {};
      for (const [name, child] of node.children) {
        const member = byName.get(name);
        if (member) value[member.name] = this.#members.of(member)(child);
      }
      return value;
    };
  }

  #union(shape: UnionShape): NodeReader {
    const read = this.#structure(shape.members);
    return (node) => {
      const value = read(node);
      if (Object.keys(value).length !== 1) throw malformedInput('Exactly one member of a union must be set');
      return value;
    };
  }

  /** An empty list is a parameter without items, whose value is empty. */
  #list(shape: ListShape, flat: boolean): NodeReader {
    const itemName = flat ? undefined : (shape.member.xmlName ?? 'member');
    return (node) => {
      if (node.value) throw malformedInput('Unexpected list element termination');
      const items = itemName === undefined ? node : node.children.get(itemName);
      return items ? numbered(items).map((item) => this.#members.of(shape.member)(item)) : [];
    };
  }

  #map(shape: MapShape, flat: boolean): NodeReader {
    const keyName = shape.key.xmlName ?? 'key';
    const valueName = shape.value.xmlName ?? 'value';
    return (node) => {
      const map: Record<string, unknown> = {};
      const entries = flat ? node : node.children.get('entry');
      for (const entry of entries ? numbered(entries) : []) {
        const key = entry.children.get(keyName)?.value;
        const value = entry.children.get(valueName);
        if (key === undefined || !value) throw malformedInput('An entry of a map has no key or no value');
        setOwn(map, key, this.#members.of(shape.value)(value));
      }
      return map;
    };
  }
}

const KIND_NAMES: Readonly<Record<string, string>> = {
  boolean: 'Boolean',
  byte: 'Byte',
  short: 'Short',
  integer: 'Integer',
  long: 'Long',
  float: 'Float',
  double: 'Double',
  blob: 'Blob',
};

function simpleReader(member: Member): NodeReader {
  const { target } = member;
  if (!isSimple(target)) throw new Error(`${target.name} is not simple`);
  const format = member.timestampFormat ?? 'date-time';
  const lenient = target.kind === 'timestamp' && format === 'date-time';
  const read = lenient ? parseIso8601 : textReader(target.kind, format);
  return (node) => {
    if (node.value === undefined) throw malformedInput('Start of structure or map found where not expected.');
    const text = target.kind === 'boolean' ? node.value.toLowerCase() : node.value;
    const value = read(text);
    if (value !== undefined) return value;
    if (lenient) throw malformedInput('timestamp must follow ISO8601');
    throw malformedInput(
      `${node.value} can not be converted to ${article(KIND_NAMES[target.kind] ?? target.kind)}`,
    );
  };
}

function article(name: string): string {
  return `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`;
}
