import { Fault } from '../../src/wire/fault.ts';
import type { HeaderFields } from '../../src/wire/received.ts';
import type { Member, Operation, ProtocolName } from '../../src/wire/shape.ts';

const DOCUMENT_TYPES: Readonly<Partial<Record<ProtocolName, string>>> = {
  restJson1: 'application/json',
  restXml: 'application/xml',
};

/**
 * Refuses a REST request whose body is not of the type its operation takes, or whose `Accept` leaves out the type it answers, as Smithy's
 * servers do. AWS's own services are lenient here, and so is the wire.
 * @throws Fault `UnsupportedMediaTypeException`, `NotAcceptableException`
 * @see https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html#content-type
 */
export function checkMediaTypes(
  operation: Operation,
  protocol: ProtocolName,
  headers: HeaderFields,
  bodyBytes: number,
): void {
  const document = DOCUMENT_TYPES[protocol];
  if (document === undefined) return;
  checkContentType(operation, document, headers.get('content-type'), bodyBytes);
  const accept = headers.get('accept');
  const answered = answeredType(operation.output.members, document);
  if (accept !== undefined && answered !== undefined && !accepts(accept, answered)) {
    throw new Fault('NotAcceptableException', 406, '');
  }
}

function checkContentType(
  { input, inputIsUnit }: Operation,
  document: string,
  contentType: string | undefined,
  bodyBytes: number,
): void {
  const taken = inputIsUnit ? undefined : takenType(input.members, document);
  if (taken === ANY) return;
  const given = contentType === undefined ? undefined : essence(contentType);
  if (given === taken) return;
  if (bodyBytes === 0 && (given === undefined || taken === undefined)) return;
  throw new Fault('UnsupportedMediaTypeException', 415, '');
}

/** A body that may be of any type. */
const ANY = Symbol('any');

/** The type of an input's body; undefined when it has none. A blob of unknown type is taken in any. */
function takenType(members: readonly Member[], document: string): string | typeof ANY | undefined {
  const payload = members.find(({ http }) => http?.in === 'payload');
  if (!payload)
    return members.length === 0 || members.some(({ http }) => http === undefined) ? document : undefined;
  if (payload.eventStream) return 'application/vnd.amazon.eventstream';
  if (payload.mediaType === undefined && payload.target.kind === 'blob') return ANY;
  return payloadType(payload, document);
}

/** The type of an answer's body; undefined when it has none, or one that the handler chooses. */
function answeredType(members: readonly Member[], document: string): string | undefined {
  if (members.some(({ http }) => http?.in === 'header' && http.name === 'content-type')) return undefined;
  const payload = members.find(({ http }) => http?.in === 'payload');
  if (payload?.eventStream) return 'application/vnd.amazon.eventstream';
  if (payload?.mediaType === undefined && payload?.target.kind === 'blob') return undefined;
  return payload ? payloadType(payload, document) : document;
}

function payloadType({ mediaType, target }: Member, document: string): string {
  if (mediaType !== undefined) return mediaType;
  return target.kind === 'blob'
    ? 'application/octet-stream'
    : target.kind === 'string'
      ? 'text/plain'
      : document;
}

/** A media type without parameters, lower case. */
function essence(type: string): string {
  return (type.split(';')[0] ?? '').trim().toLowerCase();
}

function accepts(accept: string, type: string): boolean {
  const [family] = type.split('/');
  return accept.split(',').some((range) => ['*/*', `${family}/*`, type].includes(essence(range)));
}
