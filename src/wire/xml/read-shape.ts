import { Fault } from '../fault.ts';
import { PerShape } from '../protocol.ts';
import { setOwn } from '../own.ts';
import { isSimple, textReader } from '../scalar/text.ts';
import type { ListShape, MapShape, Member, Shape, StructureShape, UnionShape } from '../shape.ts';
import type { XmlElement } from './element.ts';

type ElementReader = (element: XmlElement) => unknown;
type MembersReader = (element: XmlElement) => Record<string, unknown>;

const structures = new PerShape<StructureShape, MembersReader>((shape) => membersReader(shape.members));
const members = new PerShape<Member, ElementReader>(compileMember);
const shapes = new PerShape<Shape, ElementReader>(compileShape);

/** S3's words for a document that is not what the operation takes. */
export function malformedXml(): Fault {
  return new Fault(
    'MalformedXML',
    400,
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
}

/**
 * Reads the value of a shape out of its element. Elements and attributes the shape does not know are ignored; those it knows are found by
 * their local names.
 * @throws Fault `MalformedXML`
 */
export function readElement(shape: Shape, element: XmlElement): unknown {
  return shapes.of(shape)(element);
}

/** Reads some members of a structure out of its element. */
export function membersReader(some: readonly Member[]): MembersReader {
  const attributes = some.filter((member) => member.xmlAttribute);
  const inside = some.filter((member) => !member.xmlAttribute);
  const byName = new Map(inside.map((member) => [localName(member.xmlName ?? member.name), member]));
  return (element) => {
    const value: Record<string, unknown> = {};
    for (const member of attributes) readAttribute(member, element, value);
    const found = new Map<Member, XmlElement[]>();
    for (const child of element.children) {
      const member = byName.get(child.name);
      if (!member) continue;
      const elements = found.get(member);
      if (elements) elements.push(child);
      else found.set(member, [child]);
    }
    for (const [member, elements] of found) value[member.name] = readMember(member, elements);
    return value;
  };
}

/** `xsi:type` is found as `type`: prefixes are the document's own. */
function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function readAttribute(member: Member, element: XmlElement, value: Record<string, unknown>): void {
  const name = localName(member.xmlName ?? member.name);
  const attribute = element.attributes.find((candidate) => candidate.name === name);
  if (attribute) value[member.name] = members.of(member)({ ...element, children: [], text: attribute.value });
}

/** @param elements at least one; several only mean something for flattened lists and maps, else the first counts */
function readMember(member: Member, elements: readonly XmlElement[]): unknown {
  const { target } = member;
  if (member.xmlFlattened && target.kind === 'list') return elements.map(members.of(target.member));
  if (member.xmlFlattened && target.kind === 'map') return readEntries(target, elements);
  return members.of(member)(elements[0] as XmlElement);
}

function compileMember(member: Member): ElementReader {
  const { target } = member;
  if (!isSimple(target)) return (element) => shapes.of(target)(element);
  const read = textReader(target.kind, member.timestampFormat ?? 'date-time');
  const spaced = target.kind === 'string';
  return (element) => {
    const value = read(spaced ? element.text : element.text.trim());
    if (value === undefined) throw malformedXml();
    return value;
  };
}

function compileShape(shape: Shape): ElementReader {
  switch (shape.kind) {
    case 'structure':
      return (element) => structures.of(shape)(element);
    case 'union':
      return unionReader(shape);
    case 'list':
      return listReader(shape);
    case 'map': {
      return (element) =>
        readEntries(
          shape,
          element.children.filter((child) => child.name === 'entry'),
        );
    }
    default:
      return compileMember({ name: shape.name, target: shape, required: false });
  }
}

function listReader(shape: ListShape): ElementReader {
  const name = localName(shape.member.xmlName ?? 'member');
  return (element) =>
    element.children.filter((child) => child.name === name).map((child) => members.of(shape.member)(child));
}

function readEntries(shape: MapShape, entries: readonly XmlElement[]): Record<string, unknown> {
  const keyName = localName(shape.key.xmlName ?? 'key');
  const valueName = localName(shape.value.xmlName ?? 'value');
  const map: Record<string, unknown> = {};
  for (const entry of entries) {
    const key = entry.children.find((child) => child.name === keyName);
    const value = entry.children.find((child) => child.name === valueName);
    if (!key || !value) throw malformedXml();
    setOwn(map, key.text, members.of(shape.value)(value));
  }
  return map;
}

function unionReader(shape: UnionShape): ElementReader {
  const read = membersReader(shape.members);
  return (element) => {
    const value = read(element);
    if (Object.keys(value).length !== 1) throw malformedXml();
    return value;
  };
}
