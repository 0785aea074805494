import type { Readable } from 'node:stream';
import { type DocumentCodec, type Protocol, type ProtocolRequest, PerShape } from '../protocol.ts';
import { requestIdHeaders } from '../request-id.ts';
import type { Operation, UnionShape } from '../shape.ts';
import { RequestReader } from './read-request.ts';
import { ResponseWriter } from './write-response.ts';

/** What makes a REST protocol of a document codec. */
export interface RestParts {
  readonly name: 'restJson1' | 'restXml';
  readonly codec: DocumentCodec;
  /** An output whose members are all in header fields still has an empty document; an input's payload that is not set is one. */
  readonly documentAlways: boolean;
  readonly encodeFault: Protocol['encodeFault'];
  readonly events?: RestEvents;
}

/** How event streams are framed. */
export interface RestEvents {
  readonly contentType: string;
  encode(union: UnionShape, events: AsyncIterable<unknown>, codec: DocumentCodec): AsyncIterable<Uint8Array>;
  decode(union: UnionShape, source: Readable, codec: DocumentCodec): AsyncIterable<unknown>;
}

/** A REST protocol: HTTP bindings around one notation of documents. */
export function restProtocol(parts: RestParts): Protocol {
  const reader = new RequestReader(parts.codec, parts.documentAlways);
  const writer = new ResponseWriter(parts.codec, parts.documentAlways);
  const streams = new PerShape<Operation, boolean>(
    (operation) => operation.outputStream?.eventStream === true,
  );
  return {
    name: parts.name,
    decode(operation, request) {
      const input = reader.read(operation, request);
      if (operation.inputStream?.eventStream) readEvents(operation, request, input, parts);
      return input;
    },
    encode(operation, output, requestId) {
      const headers = requestIdHeaders(operation.service, requestId);
      if (!streams.of(operation)) return writer.write(operation, output, headers);
      return writeEvents(operation, output, headers, writer, parts);
    },
    encodeFault: parts.encodeFault,
  };
}

function readEvents(
  { inputStream }: Operation,
  { stream }: ProtocolRequest,
  input: Record<string, unknown>,
  { events, codec }: RestParts,
): void {
  if (!events || !inputStream || !stream) return;
  input[inputStream.name] = events.decode(inputStream.target as UnionShape, stream, codec);
}

function writeEvents(
  operation: Operation,
  output: Record<string, unknown>,
  headers: Record<string, string>,
  writer: ResponseWriter,
  { events, codec }: RestParts,
): ReturnType<Protocol['encode']> {
  const member = operation.outputStream;
  if (!events || !member) throw new Error(`${operation.name} answers events, and no framing was given`);
  const response = writer.write(operation, { ...output, [member.name]: undefined }, headers);
  const source = output[member.name] as AsyncIterable<unknown>;
  headers['Content-Type'] = events.contentType;
  return { ...response, body: events.encode(member.target as UnionShape, source, codec) };
}
