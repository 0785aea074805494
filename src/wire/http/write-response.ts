import { type DocumentCodec, PerShape, type ProtocolResponse } from '../protocol.ts';
import type { HttpBinding, Member, Operation, StructureShape } from '../shape.ts';
import { fieldText, headerWriter } from './header-value.ts';

/** A structure's values. */
type Output = Record<string, unknown>;
/** Writes the header fields of a value. */
type WriteHeaders = (output: Output, headers: Record<string, string>) => void;

/** Compiles what writes the members of a structure that are bound to header fields. */
export const headerFields = new PerShape<StructureShape, WriteHeaders>((shape) => {
  const writers = shape.members.flatMap((member) => {
    if (member.http?.in === 'header') return [writeHeader(member, member.http.name)];
    return member.http?.in === 'prefixHeaders' ? [writePrefixHeaders(member.name, member.http.prefix)] : [];
  });
  return (output, headers) => {
    for (const write of writers) write(output, headers);
  };
});

function writeHeader(member: Member, field: string): WriteHeaders {
  const write = headerWriter(member);
  const canonical = field === 'content-type' ? 'Content-Type' : field;
  return (output, headers) => {
    const value = output[member.name];
    if (value === undefined || value === null) return;
    const text = write(value);
    if (text !== undefined) headers[canonical] = text;
  };
}

function writePrefixHeaders(name: string, prefix: string): WriteHeaders {
  return (output, headers) => {
    for (const [key, value] of Object.entries((output[name] as object | undefined) ?? {})) {
      if (typeof value === 'string') headers[prefix + key] = fieldText(value);
    }
  };
}

/** How the payload or document of an answer is made. */
type WriteBody = (output: Output, headers: Record<string, string>) => ProtocolResponse['body'];

/** Writes answers of REST operations: status, header fields, payload, or the rest as a document. */
export class ResponseWriter {
  readonly #codec: DocumentCodec;
  readonly #documentAlways: boolean;
  readonly #bodies = new PerShape<Operation, WriteBody>((operation) => this.#compile(operation));

  /** @param documentAlways an output whose members are all elsewhere still has an (empty) document: JSON's way, not XML's */
  constructor(codec: DocumentCodec, documentAlways: boolean) {
    this.#codec = codec;
    this.#documentAlways = documentAlways;
  }

  /** The answer for `output`. @param headers to start from */
  write(operation: Operation, output: Output, headers: Record<string, string>): ProtocolResponse {
    const status = statusOf(operation, output);
    const body = this.#bodies.of(operation)(output, headers);
    headerFields.of(operation.output)(output, headers);
    return { status, headers, body: status === 204 || status === 304 ? undefined : body };
  }

  #compile(operation: Operation): WriteBody {
    const { output: shape, outputIsUnit } = operation;
    if (outputIsUnit) return () => undefined;
    // queries and labels mean nothing in an answer: such members are in its document
    const elsewhere = new Set<HttpBinding['in']>(['header', 'prefixHeaders', 'payload', 'responseCode']);
    const payload = shape.members.find(({ http }) => http?.in === 'payload');
    if (payload) return this.#payload(operation, payload);
    const document = shape.members.filter(({ http }) => http === undefined || !elsewhere.has(http.in));
    if (document.length === 0 && !this.#documentAlways) return () => undefined;
    return (output, headers) => {
      headers['Content-Type'] = this.#codec.contentType;
      return this.#codec.write(shape, output, document, undefined, operation);
    };
  }

  #payload(operation: Operation, member: Member): WriteBody {
    const { name, target } = member;
    const isBytes = target.kind === 'blob' || target.kind === 'string';
    const contentType =
      member.mediaType ??
      (target.kind === 'blob'
        ? 'application/octet-stream'
        : target.kind === 'string'
          ? 'text/plain'
          : this.#codec.contentType);
    return (output, headers) => {
      const value = output[name];
      if (value === undefined || value === null) return undefined;
      headers['Content-Type'] = contentType;
      if (isBytes) return value as ProtocolResponse['body'];
      return this.#codec.write(target, value, undefined, member, operation);
    };
  }
}

function statusOf(operation: Operation, output: Output): number {
  for (const { name, http } of operation.output.members) {
    if (http?.in === 'responseCode' && typeof output[name] === 'number') return output[name];
  }
  return operation.http?.status ?? 200;
}
