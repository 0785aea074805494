import { setOwn } from '../own.ts';
import { type DocumentCodec, PerShape, type ProtocolRequest } from '../protocol.ts';
import type { HttpBinding, Member, Operation } from '../shape.ts';
import { boundReader, headerReader } from './header-value.ts';
import { decodePart, QueryParameters } from './query-string.ts';
import { parseUriPattern } from './uri-pattern.ts';

/** What reading has gathered so far. */
type Input = Record<string, unknown>;
/** Reads one part of a request into the input. */
type ReadPart = (request: ProtocolRequest, input: Input) => void;

const NOTHING = Buffer.alloc(0);

/** Reads inputs of REST operations: labels, query, header fields, payload, and the rest as a document. */
export class RequestReader {
  readonly #codec: DocumentCodec;
  readonly #emptyIsUnset: boolean;
  readonly #operations = new PerShape<Operation, readonly ReadPart[]>((operation) =>
    this.#compile(operation),
  );

  /** @param emptyIsUnset an empty document stands for a payload that is not set: JSON's way, not XML's */
  constructor(codec: DocumentCodec, emptyIsUnset: boolean) {
    this.#codec = codec;
    this.#emptyIsUnset = emptyIsUnset;
  }

  /** The input of `operation`. @throws Fault when a part is not of its kind */
  read(operation: Operation, request: ProtocolRequest): Input {
    const input: Input = {};
    for (const read of this.#operations.of(operation)) read(request, input);
    return input;
  }

  #compile(operation: Operation): ReadPart[] {
    const { members } = operation.input;
    const bound = (place: HttpBinding['in']) => members.filter(({ http }) => http?.in === place);
    const parts: ReadPart[] = bound('label').map(readLabel);
    const query = [...bound('query'), ...bound('queryParams')];
    if (query.length > 0) parts.push(readQuery(query, literalsOf(operation)));
    parts.push(...bound('header').map(readHeader), ...bound('prefixHeaders').map(readPrefixHeaders));
    const [payload] = bound('payload');
    const document = members.filter(({ http }) => http === undefined || http.in === 'responseCode');
    if (payload) parts.push(this.#readPayload(payload));
    else if (document.length > 0) parts.push(this.#readDocument(operation, document));
    return parts;
  }

  #readDocument(operation: Operation, members: readonly Member[]): ReadPart {
    return ({ body }, input) => {
      if (body.length > 0) Object.assign(input, this.#codec.read(operation.input, body, members));
    };
  }

  /** In JSON, clients write `{}` for a payload that is not set. @see https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html */
  #isUnset(value: unknown): boolean {
    return (
      this.#emptyIsUnset && typeof value === 'object' && value !== null && Object.keys(value).length === 0
    );
  }

  #readPayload(member: Member): ReadPart {
    const { name, target, required } = member;
    if (member.streaming || member.eventStream) {
      return ({ stream }, input) => {
        input[name] = stream;
      };
    }
    return ({ body }, input) => {
      if (body.length === 0) {
        if (required && target.kind === 'blob') input[name] = NOTHING;
        return;
      }
      if (target.kind === 'blob') input[name] = body;
      else if (target.kind === 'string') input[name] = body.toString('utf8');
      else {
        const value = this.#codec.read(target, body, undefined, member);
        if (required || !this.#isUnset(value)) input[name] = value;
      }
    };
  }
}

function readLabel(member: Member): ReadPart {
  const read = boundReader(member, member.target, 'date-time');
  return ({ labels }, input) => {
    const raw = labels[member.name];
    if (raw !== undefined) input[member.name] = read(decodePart(raw));
  };
}

function readHeader(member: Member): ReadPart {
  const field = member.http?.in === 'header' ? member.http.name : '';
  const read = headerReader(member);
  return ({ headers }, input) => {
    if (!headers.has(field)) return;
    const value = read(headers.all(field));
    if (value !== undefined) input[member.name] = value;
  };
}

function readPrefixHeaders(member: Member): ReadPart {
  const prefix = member.http?.in === 'prefixHeaders' ? member.http.prefix : '';
  return ({ headers }, input) => {
    const map: Record<string, unknown> = {};
    let found = false;
    for (const name of headers.names()) {
      if (!name.startsWith(prefix)) continue;
      setOwn(map, name.slice(prefix.length), headers.all(name).join(', '));
      found = true;
    }
    if (found) input[member.name] = map;
  };
}

/** Names in the query that belong to the URI and to no member. */
function literalsOf(operation: Operation): ReadonlySet<string> {
  return new Set(parseUriPattern(operation.http?.uri ?? '').query.map(({ name }) => name));
}

function readQuery(members: readonly Member[], literals: ReadonlySet<string>): ReadPart {
  const readers = members.map((member) => readParameter(member, literals));
  return ({ rawQuery }, input) => {
    if (rawQuery === '') return;
    const query = new QueryParameters(rawQuery);
    for (const read of readers) read(query, input);
  };
}

function readParameter(
  member: Member,
  literals: ReadonlySet<string>,
): (query: QueryParameters, input: Input) => void {
  const { name, target, http } = member;
  if (http?.in === 'queryParams') {
    const many = target.kind === 'map' && target.value.target.kind === 'list';
    return (query, input) => {
      const map = query.toRecord<unknown>((values) => (many ? values : values[0]), literals);
      if (Object.keys(map).length > 0) input[name] = map;
    };
  }
  const parameter = http?.in === 'query' ? http.name : name;
  const item = target.kind === 'list' ? target.member : undefined;
  const read = boundReader(item ?? member, item?.target ?? target, 'date-time');
  return (query, input) => {
    const values = query.all(parameter);
    if (!values) return;
    if (item) input[name] = values.map(read);
    else if (values[0] !== '' || target.kind === 'string') input[name] = read(values[0] ?? '');
  };
}
