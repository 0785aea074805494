import { Readable } from 'node:stream';
import { HeaderMap } from '../../src/wire/header-map.ts';
import type { ProtocolResponse } from '../../src/wire/protocol.ts';
import type { HeaderFields } from '../../src/wire/received.ts';
import type { RequestFields, ResponseFields } from './line.ts';

/** A request of a line, with its body as bytes. */
export interface ProbedRequest {
  readonly method: string;
  readonly rawPath: string;
  readonly rawQuery: string;
  readonly headers: HeaderFields;
  readonly body: Buffer;
}

const BINARY_TYPES = new Set(['application/cbor', 'application/vnd.amazon.eventstream']);

/** The request that the fields of a line describe. */
export function readRequest(fields: RequestFields): ProbedRequest {
  const [rawPath = '/', ...queries] = (fields.uri ?? '/').split('?');
  const rawQuery = [...(queries.length > 0 ? [queries.join('?')] : []), ...(fields.queryParams ?? [])].join(
    '&',
  );
  const headers = readHeaders(fields);
  const type = (fields.bodyMediaType ?? headers.get('content-type') ?? '').split(';')[0] ?? '';
  const isBase64 = fields.bodyEncoding === 'base64' || (!fields.bodyEncoding && BINARY_TYPES.has(type));
  return {
    method: fields.method ?? 'POST',
    rawPath,
    rawQuery,
    headers,
    body: Buffer.from(fields.body ?? '', isBase64 ? 'base64' : 'utf8'),
  };
}

function readHeaders({ host, resolvedHost, headers = {}, body, bodyMediaType }: RequestFields): HeaderMap {
  const raw: string[] = [];
  for (const [name, value] of Object.entries(headers)) {
    for (const each of typeof value === 'string' ? [value] : value) raw.push(name, each);
  }
  const present = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  const named = resolvedHost ?? host;
  if (named !== undefined && !present.has('host')) raw.push('host', named);
  if (body && bodyMediaType !== undefined && !present.has('content-type'))
    raw.push('content-type', bodyMediaType);
  return new HeaderMap(raw);
}

/** A response as an answer has it: the body whole, and in base64 where it is not text. */
export async function writeResponse({ status, headers, body }: ProtocolResponse): Promise<ResponseFields> {
  const bytes = await bytesOf(body);
  const text = bytes.toString('utf8');
  const type = (headers['Content-Type'] ?? '').split(';')[0] ?? '';
  const isText = !BINARY_TYPES.has(type) && Buffer.from(text).equals(bytes);
  const isStream = typeof body === 'object' && !(body instanceof Uint8Array);
  return {
    status,
    headers: isStream ? headers : { ...headers, 'Content-Length': String(bytes.length) },
    body: isText ? text : bytes.toString('base64'),
    bodyEncoding: isText ? 'utf-8' : 'base64',
  };
}

async function bytesOf(body: ProtocolResponse['body']): Promise<Buffer> {
  if (body === undefined) return Buffer.alloc(0);
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const chunks: Buffer[] = [];
  for await (const chunk of body instanceof Readable ? body : body)
    chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}
