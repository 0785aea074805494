import type { ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import type { ProtocolResponse } from '../protocol.ts';

/** In lower case, as members bound to it are written: S3's answers say their own length, which the true one replaces. */
const LENGTH = 'content-length';
/** Bytes up to here are written as text with their head, in one write; more are not worth copying. */
const ONE_WRITE_BYTES = 16 * 1024;

/** Statuses that never have a body. */
const BODILESS = new Set([204, 304]);

/**
 * Writes a response. Streams are written as fast as the client reads; one that fails breaks the connection off, since its status is out.
 * @param failed told why a stream broke, unless the client left
 */
export function respond(
  response: ServerResponse,
  { status, headers, body }: ProtocolResponse,
  headOnly: boolean,
  failed: (error: Error) => void,
): void {
  if (response.destroyed) {
    if (isStream(body)) discard(body);
    return;
  }
  if (headOnly || BODILESS.has(status) || body === undefined) {
    if (isStream(body)) discard(body);
    if (body === undefined && !headOnly && !BODILESS.has(status)) headers[LENGTH] = '0';
    response.writeHead(status, headers).end();
    return;
  }
  if (isStream(body)) return stream(response, status, headers, body, failed);
  headers[LENGTH] = String(typeof body === 'string' ? Buffer.byteLength(body) : body.length);
  response.writeHead(status, headers);
  if (typeof body !== 'string' && body.length <= ONE_WRITE_BYTES) {
    response.end(Buffer.from(body.buffer, body.byteOffset, body.length).toString('latin1'), 'latin1');
  } else response.end(body);
}

const isStream = (body: ProtocolResponse['body']): body is Readable | AsyncIterable<Uint8Array> =>
  typeof body === 'object' && !(body instanceof Uint8Array);

function stream(
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
  body: Readable | AsyncIterable<Uint8Array>,
  failed: (error: Error) => void,
): void {
  response.writeHead(status, headers);
  const source = body instanceof Readable ? body : Readable.from(body, { objectMode: false });
  pipeline(source, response, (error) => {
    if (error && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') failed(error);
  });
}

/** Lets go of a stream that nobody will read. */
function discard(body: Readable | AsyncIterable<Uint8Array>): void {
  if (body instanceof Readable) body.on('error', () => {}).destroy();
  else void body[Symbol.asyncIterator]().return?.();
}
