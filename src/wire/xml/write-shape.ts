import { PerShape } from '../protocol.ts';
import { isSimple, textWriter } from '../scalar/text.ts';
import type { MapShape, Member, Shape, StructureShape, UnionShape, XmlNamespace } from '../shape.ts';
import { escapeText } from './characters.ts';
import { attribute, namespaceDeclaration, textElement } from './writer.ts';

/** Writes an element of the given name around a value. `declared` are attributes that stand in its start tag already. */
type ElementWriter = (name: string, declared: string, value: unknown) => string;

/** What a structure puts into the start tag and between the tags. */
interface Inside {
  readonly attributes: string;
  readonly content: string;
}
type MembersWriter = (value: Record<string, unknown>) => Inside;

const structures = new PerShape<StructureShape | UnionShape, MembersWriter>((shape) =>
  membersWriter(shape.members),
);
const members = new PerShape<Member, ElementWriter>(compileMember);
const shapes = new PerShape<Shape, ElementWriter>(compileShape);

/** Writes the element of a value. */
export function writeElement(shape: Shape, name: string, value: unknown, namespace?: XmlNamespace): string {
  return shapes.of(shape)(name, namespaceDeclaration(namespace), value);
}

/** The elements of all members, without one around them; attributes are left out. */
export function writeContent(shape: StructureShape, value: Record<string, unknown>): string {
  return structures.of(shape)(value).content;
}

/** Writes some members of a structure: attributes and elements. */
export function membersWriter(some: readonly Member[]): MembersWriter {
  const writers = some.map(compileStructureMember);
  return (value) => {
    let attributes = '';
    let content = '';
    for (const { member, write } of writers) {
      const own = value[member.name];
      if (own === undefined || own === null) continue;
      if (member.xmlAttribute) attributes += write(own);
      else content += write(own);
    }
    return { attributes, content };
  };
}

function compileStructureMember(member: Member): { member: Member; write: (value: unknown) => string } {
  const name = member.xmlName ?? member.name;
  const declared = namespaceDeclaration(member.xmlNamespace);
  if (member.xmlAttribute) {
    const text = memberText(member);
    return { member, write: (value) => attribute(name, text(value)) };
  }
  if (member.xmlFlattened) return { member, write: (value) => writeFlattened(member, name, declared, value) };
  return { member, write: (value) => members.of(member)(name, declared, value) };
}

function writeFlattened(member: Member, name: string, declared: string, value: unknown): string {
  const { target } = member;
  if (target.kind === 'list') {
    const itemDeclared = declared || namespaceDeclaration(target.member.xmlNamespace);
    return writeItems(target.member, name, itemDeclared, value as readonly unknown[]);
  }
  if (target.kind === 'map') return writeEntries(target, name, declared, value as Record<string, unknown>);
  return members.of(member)(name, declared, value);
}

function memberText(member: Member): (value: unknown) => string {
  const { target } = member;
  return isSimple(target) ? textWriter(target.kind, member.timestampFormat ?? 'date-time') : String;
}

function compileMember(member: Member): ElementWriter {
  const { target } = member;
  if (!isSimple(target)) return (name, declared, value) => shapes.of(target)(name, declared, value);
  const text = memberText(member);
  return (name, declared, value) => `<${name}${declared}>${escapeText(text(value))}</${name}>`;
}

function compileShape(shape: Shape): ElementWriter {
  switch (shape.kind) {
    case 'structure':
    case 'union':
      return (name, declared, value) => {
        const { attributes, content } = structures.of(shape)(value as Record<string, unknown>);
        return content === ''
          ? `<${name}${declared}${attributes}/>`
          : `<${name}${declared}${attributes}>${content}</${name}>`;
      };
    case 'list': {
      const item = shape.member.xmlName ?? 'member';
      const itemDeclared = namespaceDeclaration(shape.member.xmlNamespace);
      return (name, declared, value) =>
        `<${name}${declared}>${writeItems(shape.member, item, itemDeclared, value as readonly unknown[])}</${name}>`;
    }
    case 'map':
      return (name, declared, value) =>
        `<${name}${declared}>${writeEntries(shape, 'entry', '', value as Record<string, unknown>)}</${name}>`;
    default:
      return compileMember({ name: shape.name, target: shape, required: false });
  }
}

function writeItems(member: Member, name: string, declared: string, items: readonly unknown[]): string {
  let written = '';
  for (const item of items) {
    if (item !== undefined && item !== null) written += members.of(member)(name, declared, item);
  }
  return written;
}

function writeEntries(shape: MapShape, name: string, declared: string, map: Record<string, unknown>): string {
  const keyName = shape.key.xmlName ?? 'key';
  const keyDeclared = namespaceDeclaration(shape.key.xmlNamespace);
  const valueName = shape.value.xmlName ?? 'value';
  const valueDeclared = namespaceDeclaration(shape.value.xmlNamespace);
  let written = '';
  for (const [key, value] of Object.entries(map)) {
    if (value === undefined || value === null) continue;
    const keyElement = keyDeclared
      ? `<${keyName}${keyDeclared}>${escapeText(key)}</${keyName}>`
      : textElement(keyName, key);
    written += `<${name}${declared}>${keyElement}${members.of(shape.value)(valueName, valueDeclared, value)}</${name}>`;
  }
  return written;
}
