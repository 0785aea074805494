import { type DocumentCodec, PerShape } from '../protocol.ts';
import type { Member, Operation, Shape, XmlNamespace } from '../shape.ts';
import { type XmlElement, XmlError } from './element.ts';
import { malformedXml, membersReader, readElement } from './read-shape.ts';
import { readXml } from './reader.ts';
import { membersWriter, writeElement } from './write-shape.ts';
import { namespaceDeclaration, XML_DECLARATION } from './writer.ts';

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const partReaders = new PerShape<readonly Member[], ReturnType<typeof membersReader>>(membersReader);
const partWriters = new PerShape<readonly Member[], ReturnType<typeof membersWriter>>(membersWriter);

/** Documents in XML, each with the root element its shape or payload member names. */
export const xmlCodec: DocumentCodec = {
  contentType: 'application/xml',
  timestampFormat: 'date-time',
  read(shape, bytes, members, payload) {
    const root = parse(bytes);
    if (root.name !== rootName(shape, payload)) throw malformedXml();
    return members ? partReaders.of(members)(root) : readElement(shape, root);
  },
  write(shape, value, members, payload, operation) {
    const name = rootName(shape, payload);
    const namespace = payload?.xmlNamespace ?? namespaceOf(shape) ?? operation?.service.xmlNamespace;
    if (!members) return XML_DECLARATION + writeElement(shape, name, value ?? {}, namespace);
    const record = (value ?? {}) as Record<string, unknown>;
    const { attributes, content } = partWriters.of(members)(record);
    if (operation?.unwrappedXmlOutput) return XML_DECLARATION + writeUnwrapped(members, record, operation);
    return `${XML_DECLARATION}<${name}${namespaceDeclaration(namespace)}${attributes}>${content}</${name}>`;
  },
};

function parse(bytes: Buffer): XmlElement {
  try {
    return readXml(UTF8.decode(bytes));
  } catch (error) {
    if (error instanceof XmlError || error instanceof TypeError) throw malformedXml(); // TypeError: not UTF-8
    throw error;
  }
}

function rootName(shape: Shape, payload: Member | undefined): string {
  return payload?.xmlName ?? ('xmlName' in shape ? shape.xmlName : undefined) ?? shape.name;
}

function namespaceOf(shape: Shape): XmlNamespace | undefined {
  return 'xmlNamespace' in shape ? shape.xmlNamespace : undefined;
}

/** The one member as the root. @see https://smithy.io/2.0/aws/customizations/s3-customizations.html */
function writeUnwrapped(
  members: readonly Member[],
  value: Record<string, unknown>,
  operation: Operation,
): string {
  const [member] = members;
  if (!member) return '';
  const name = member.xmlName ?? member.name;
  return writeElement(member.target, name, value[member.name] ?? '', operation.service.xmlNamespace);
}
