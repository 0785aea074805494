import { Fault } from '../fault.ts';
import { serializationFault } from '../malformed.ts';
import type { DocumentCodec, ProtocolRequest, ProtocolResponse } from '../protocol.ts';
import type { Member, Operation, UnionShape } from '../shape.ts';
import { decodeEvents, EVENT_STREAM_TYPE, encodeEvents } from './stream.ts';
import { encodeInitialResponse } from './write-event.ts';

/**
 * Event streams in the RPC protocols. Where the output has one, the body is frames: `initial-response` with the other members, then the
 * events.
 * @param headers what the protocol writes besides the content type
 * @returns undefined when the operation's output is no event stream
 * @see https://smithy.io/2.0/spec/streaming.html#initial-response-messages
 */
export function encodeRpcEvents(
  operation: Operation,
  output: Record<string, unknown>,
  headers: Record<string, string>,
  codec: DocumentCodec,
): ProtocolResponse | undefined {
  const member = operation.outputStream;
  if (!member?.eventStream) return undefined;
  const body = frames(operation, member, output, codec);
  return { status: 200, headers: { ...headers, 'Content-Type': EVENT_STREAM_TYPE }, body };
}

async function* frames(
  { output: shape }: Operation,
  member: Member,
  output: Record<string, unknown>,
  codec: DocumentCodec,
): AsyncGenerator<Uint8Array, void, undefined> {
  const others = shape.members.filter((candidate) => candidate !== member);
  yield encodeInitialResponse(shape, others, output, codec);
  const events = output[member.name] as AsyncIterable<unknown>;
  yield* encodeEvents(member.target as UnionShape, events, codec);
}

/**
 * The input of an RPC operation that is an event stream and nothing else.
 * @returns undefined when the operation's input is no event stream
 * @throws Fault when the input has other members, which would come in an `initial-request` event: no service here has such an operation
 */
export function decodeRpcEvents(
  operation: Operation,
  request: ProtocolRequest,
  codec: DocumentCodec,
): Record<string, unknown> | undefined {
  const member = operation.inputStream;
  if (!member?.eventStream) return undefined;
  if (!request.stream) throw serializationFault('An event stream is expected');
  if (operation.input.members.length > 1) {
    throw new Fault('NotImplemented', 501, 'Initial requests of event streams are not implemented');
  }
  return { [member.name]: decodeEvents(member.target as UnionShape, request.stream, codec) };
}
