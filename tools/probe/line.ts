/** Fields every line may have. */
interface LineFacts {
  /** Given back with the answer. */
  readonly id?: unknown;
  /** Absolute or bare name; needed where the model has several services and the operation's name does not tell. */
  readonly service?: string;
  /** Absolute or bare name; the service's first where it is not given. */
  readonly protocol?: string;
  /** Absolute or bare name. */
  readonly operation?: string;
  /** The request id of the response, where one comes of this line. */
  readonly requestId?: string;
}

/** A model to work with from here on; its service and protocol are those of lines that name none. */
export interface ModelLine extends LineFacts {
  readonly kind: 'model';
  /** The JSON AST itself ... */
  readonly model?: unknown;
  /** ... or the file it is in. */
  readonly path?: string;
}

/** A request as the public protocol tests write one. */
export interface RequestFields {
  readonly method?: string;
  /** Undecoded path, with the query if `queryParams` is not used. */
  readonly uri?: string;
  /** Undecoded, `name=value` each. */
  readonly queryParams?: readonly string[];
  readonly host?: string;
  /** Wins over `host`: the one a client comes to by the endpoint's rules. */
  readonly resolvedHost?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
  /** Stands for `Content-Type` where `headers` have none. Bodies in CBOR and event streams are base64. */
  readonly bodyMediaType?: string;
  /** Says so of others: `base64`, else `utf-8`. */
  readonly bodyEncoding?: string;
}

/** An HTTP request: its input is asked for. The request's fields may stand in `request` instead. */
export interface RequestLine extends LineFacts, RequestFields {
  readonly kind: 'request';
  readonly request?: RequestFields;
}

/** An output: the HTTP response is asked for. */
export interface ResponseLine extends LineFacts {
  readonly kind: 'response';
  readonly operation: string;
  /** Also as `params`. */
  readonly output?: unknown;
  readonly params?: unknown;
}

/** An error: the HTTP response is asked for. */
export interface ErrorLine extends LineFacts {
  readonly kind: 'error';
  /** Absolute or bare name of the error; also as `code` or `shape`. */
  readonly error?: string;
  readonly code?: string;
  readonly shape?: string;
  readonly message?: string;
  /** Status of an error the model does not have; default 400. */
  readonly status?: number;
  /** Members of the error; also as `output`. */
  readonly params?: Readonly<Record<string, unknown>>;
  readonly output?: Readonly<Record<string, unknown>>;
}

/** One line of standard input. */
export type Line = ModelLine | RequestLine | ResponseLine | ErrorLine;

/** An HTTP response in an answer. */
export interface ResponseFields {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** `base64` where the body is not text. */
  readonly bodyEncoding: 'utf-8' | 'base64';
}

/** An error in an answer. */
export interface ErrorFields {
  readonly code: string;
  readonly message: string;
  readonly status: number;
  readonly members?: unknown;
}

/** A line with its kind, which follows from its fields where it is not given. */
export function withKind(line: Readonly<Record<string, unknown>>): Line {
  if (line.kind !== undefined) return line as unknown as Line;
  const has = (...names: string[]) => names.some((name) => line[name] !== undefined);
  const kind = has('model', 'path')
    ? 'model'
    : has('method', 'uri', 'request')
      ? 'request'
      : has('error', 'code', 'shape')
        ? 'error'
        : 'response';
  return { ...line, kind } as unknown as Line;
}
