import { serializationFault } from '../malformed.ts';
import type { DocumentCodec } from '../protocol.ts';
import type { Member, SimpleKind, UnionShape } from '../shape.ts';
import type { HeaderValue, Message } from './message.ts';

/**
 * The event of a message, as `{ Member: value }`.
 * @throws Fault `SerializationException` when it is not one of the union's events: an error, an unknown event, a value of another kind
 */
export function readEvent(
  union: UnionShape,
  message: Message,
  codec: DocumentCodec,
): Record<string, unknown> {
  const type = textHeader(message, ':message-type');
  if (type === 'exception' || type === 'error') {
    const code = textHeader(message, type === 'error' ? ':error-code' : ':exception-type');
    throw serializationFault(`The client ended the event stream with ${code}`);
  }
  if (type !== 'event') throw serializationFault('An event stream message of unknown type');
  const name = textHeader(message, ':event-type');
  const member = union.members.find((candidate) => candidate.name === name);
  if (!member) throw serializationFault(`Unknown event ${name}`);
  return { [name]: readValue(member, message, codec) };
}

/** A header the message cannot be without. */
function textHeader(message: Message, name: string): string {
  const header = message.headers.get(name);
  if (header?.type !== 'string') throw serializationFault(`An event stream message without ${name}`);
  return header.value;
}

function readValue(event: Member, message: Message, codec: DocumentCodec): Record<string, unknown> {
  const shape = event.target;
  if (shape.kind !== 'structure') throw new Error(`The event ${event.name} is not a structure`);
  const value: Record<string, unknown> = {};
  for (const { name, eventHeader, target } of shape.members) {
    const header = eventHeader ? message.headers.get(name) : undefined;
    if (header) value[name] = fromHeader(name, target.kind as SimpleKind, header);
  }
  const payload = shape.members.find(({ eventPayload }) => eventPayload);
  const rest = shape.members.filter(({ eventHeader }) => !eventHeader);
  if (payload) value[payload.name] = readPayload(payload, Buffer.from(message.payload), codec);
  else if (rest.length > 0 && message.payload.length > 0) {
    Object.assign(value, codec.read(shape, Buffer.from(message.payload), rest));
  }
  return value;
}

function readPayload(member: Member, bytes: Buffer, codec: DocumentCodec): unknown {
  if (member.target.kind === 'blob') return bytes;
  if (member.target.kind === 'string') return bytes.toString();
  return codec.read(member.target, bytes, undefined, member);
}

function fromHeader(name: string, kind: SimpleKind, header: HeaderValue): unknown {
  if (header.type !== kind) throw serializationFault(`The header ${name} is not of type ${kind}`);
  if (header.type === 'timestamp') return new Date(header.value);
  return header.type === 'long' ? Number(header.value) : header.value;
}
