import { type DocumentCodec, PerShape } from '../protocol.ts';
import type { Member, SimpleKind, StructureShape, UnionShape } from '../shape.ts';
import { encodeMessage, type HeaderValue, type Message } from './message.ts';

const NO_BYTES = Buffer.alloc(0);

/** Makes the message of an event's value. */
type EventWriter = (value: Record<string, unknown>, codec: DocumentCodec) => Message;

const events = new PerShape<Member, EventWriter>(compile);

/**
 * The frame of one event.
 * @param event `{ Member: value }`, one of the union's
 */
export function encodeEvent(union: UnionShape, event: Record<string, unknown>, codec: DocumentCodec): Buffer {
  for (const member of union.members) {
    const value = event[member.name];
    if (value !== undefined && value !== null) {
      return encodeMessage(events.of(member)(value as Record<string, unknown>, codec));
    }
  }
  throw new Error(`An event that is none of ${union.name}`);
}

/** The frame of an error that the model does not list. @see https://smithy.io/2.0/aws/amazon-eventstream.html */
export function encodeError(code: string, message: string): Buffer {
  const headers = new Map([
    text(':message-type', 'error'),
    text(':error-code', code),
    text(':error-message', message),
  ]);
  return encodeMessage({ headers, payload: NO_BYTES });
}

/** The frame that goes before the events of an RPC protocol: the members that are not the stream. */
export function encodeInitialResponse(
  shape: StructureShape,
  members: readonly Member[],
  output: Record<string, unknown>,
  codec: DocumentCodec,
): Buffer {
  const headers = new Map([
    text(':message-type', 'event'),
    text(':event-type', 'initial-response'),
    text(':content-type', codec.contentType),
  ]);
  return encodeMessage({ headers, payload: bytesOf(codec.write(shape, output, members)) });
}

function text(name: string, value: string): [string, HeaderValue] {
  return [name, { type: 'string', value }];
}

function bytesOf(document: string | Uint8Array): Uint8Array {
  return typeof document === 'string' ? Buffer.from(document) : document;
}

function compile(member: Member): EventWriter {
  const shape = member.target;
  if (shape.kind !== 'structure') throw new Error(`The event ${member.name} is not a structure`);
  const kind: [string, HeaderValue][] = shape.error
    ? [text(':message-type', 'exception'), text(':exception-type', member.name)]
    : [text(':message-type', 'event'), text(':event-type', member.name)];
  const inHeaders = shape.members.filter(({ eventHeader }) => eventHeader);
  const writePayload = payloadWriter(shape);
  return (value, codec) => {
    const headers = new Map(kind);
    const { bytes, contentType } = writePayload(value, codec);
    if (contentType !== undefined) headers.set(...text(':content-type', contentType));
    for (const { name, target } of inHeaders) {
      if (value[name] !== undefined && value[name] !== null) {
        headers.set(name, headerValue(target.kind as SimpleKind, value[name]));
      }
    }
    return { headers, payload: bytes };
  };
}

interface Payload {
  readonly bytes: Uint8Array;
  readonly contentType?: string;
}

function payloadWriter(
  shape: StructureShape,
): (value: Record<string, unknown>, codec: DocumentCodec) => Payload {
  const payload = shape.members.find(({ eventPayload }) => eventPayload);
  if (payload) return (value, codec) => writePayload(payload, value[payload.name], codec);
  const rest = shape.members.filter(({ eventHeader }) => !eventHeader);
  if (rest.length === 0) return () => ({ bytes: NO_BYTES });
  return (value, codec) => ({
    bytes: bytesOf(codec.write(shape, value, rest)),
    contentType: codec.contentType,
  });
}

function writePayload(member: Member, value: unknown, codec: DocumentCodec): Payload {
  if (value === undefined || value === null) return { bytes: NO_BYTES };
  const { kind } = member.target;
  if (kind === 'blob') {
    return { bytes: bytesOf(value as string | Uint8Array), contentType: 'application/octet-stream' };
  }
  if (kind === 'string') return { bytes: Buffer.from(value as string), contentType: 'text/plain' };
  const document = codec.write(member.target, value, undefined, member);
  return { bytes: bytesOf(document), contentType: codec.contentType };
}

function headerValue(kind: SimpleKind, value: unknown): HeaderValue {
  switch (kind) {
    case 'boolean':
      return { type: 'boolean', value: value as boolean };
    case 'byte':
    case 'short':
    case 'integer':
      return { type: kind, value: value as number };
    case 'long':
      return { type: 'long', value: BigInt(value as number | bigint) };
    case 'blob':
      return { type: 'blob', value: bytesOf(value as string | Uint8Array) };
    case 'timestamp':
      return { type: 'timestamp', value: (value as Date).getTime() };
    default:
      return { type: 'string', value: String(value) };
  }
}
