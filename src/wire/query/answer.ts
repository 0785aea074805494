import type { ProtocolRequest, ProtocolResponse } from '../protocol.ts';
import type { Operation } from '../shape.ts';
import { readForm } from './form.ts';
import type { QueryReaders } from './read-shape.ts';

/** Decodes the parameters of a request: those of its body and, as in a GET, of its query. */
export function decodeWith(
  readers: QueryReaders,
): (operation: Operation, request: ProtocolRequest) => Record<string, unknown> {
  return (operation, { body, rawQuery }) => {
    const form =
      body.length === 0 ? rawQuery : rawQuery === '' ? body.toString() : `${rawQuery}&${body.toString()}`;
    return readers.read(operation.input, readForm(form));
  };
}

/** An answer in XML. */
export function xmlAnswer(
  status: number,
  requestId: string,
  body: string,
  contentType = 'text/xml',
): ProtocolResponse {
  return { status, headers: { 'x-amzn-RequestId': requestId, 'Content-Type': contentType }, body };
}
