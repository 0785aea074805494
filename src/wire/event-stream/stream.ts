import { Fault } from '../fault.ts';
import { serializationFault } from '../malformed.ts';
import type { DocumentCodec } from '../protocol.ts';
import type { UnionShape } from '../shape.ts';
import { FrameError } from './message.ts';
import { readMessages } from './messages.ts';
import { readEvent } from './read-event.ts';
import { encodeError, encodeEvent } from './write-event.ts';

/** The media type of a body that is a stream of events. */
export const EVENT_STREAM_TYPE = 'application/vnd.amazon.eventstream';

/**
 * The frames of events. A Fault thrown by the source ends the stream as an exception event, where the union has one of that name, else as
 * an error event.
 */
export async function* encodeEvents(
  union: UnionShape,
  source: AsyncIterable<unknown>,
  codec: DocumentCodec,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for await (const event of source) yield encodeEvent(union, event as Record<string, unknown>, codec);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    yield encodeFault(union, error, codec);
  }
}

function encodeFault(union: UnionShape, fault: Fault, codec: DocumentCodec): Uint8Array {
  const member = union.members.find(({ target }) => target.name === fault.code);
  if (member?.target.kind !== 'structure') return encodeError(fault.code, fault.message);
  const message = member.target.members.find(({ name }) => name.toLowerCase() === 'message')?.name;
  const value = { ...fault.members, ...(message !== undefined && { [message]: fault.message }) };
  return encodeEvent(union, { [member.name]: value }, codec);
}

/**
 * The events of a body.
 * @throws Fault `SerializationException` when the bytes are not messages, or a message is not one of the union's events
 */
export async function* decodeEvents(
  union: UnionShape,
  source: AsyncIterable<Uint8Array>,
  codec: DocumentCodec,
): AsyncGenerator<Record<string, unknown>, void, undefined> {
  try {
    for await (const message of readMessages(source)) yield readEvent(union, message, codec);
  } catch (error) {
    throw error instanceof FrameError ? serializationFault(error.message) : error;
  }
}
