import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { bodyTooLarge } from '../auth/body.ts';
import { serializationFault } from '../malformed.ts';
import type { HeaderFields } from '../received.ts';
import type { Operation } from '../shape.ts';

const unzip = promisify(gunzip);

/**
 * Takes gzip off a body that is a document; bytes that are a payload stay as they came.
 * @throws Fault when it is no gzip, or more than `maxBytes` come out of it
 */
export async function unzipped(
  body: Buffer,
  headers: HeaderFields,
  operation: Operation,
  maxBytes: number,
): Promise<Buffer> {
  if (!isZipped(headers, operation) || body.length === 0) return body;
  try {
    return await unzip(body, { maxOutputLength: maxBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw bodyTooLarge(maxBytes);
    throw serializationFault('The request body is not what its content encoding says');
  }
}

/** Whether a body is a gzipped document. */
export function isZipped(headers: HeaderFields, operation: Operation): boolean {
  if (headers.get('content-encoding')?.toLowerCase() !== 'gzip') return false;
  return !operation.input.members.some(
    ({ http, target }) => http?.in === 'payload' && target.kind === 'blob',
  );
}
