/** Whose fault: `client` is reported as Sender in the XML protocols, `server` as Receiver. */
export type Blame = 'client' | 'server';

/**
 * An answer that is an error, in AWS's words. Thrown by handlers, made by the named functions in a service's `faults.ts`.
 * Not a bug: whatever is thrown and is not a Fault is answered `InternalFailure` and logged with its stack.
 */
export class Fault extends Error {
  /** The error code as clients see it, e.g. `ResourceNotFoundException`, `NoSuchBucket`. */
  readonly code: string;
  /** HTTP status. */
  readonly status: number;
  /** Modelled members besides the message, by their shape names. */
  readonly members: Readonly<Record<string, unknown>>;
  readonly blame: Blame;
  /** Extra response header fields, e.g. `Retry-After`. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: string,
    status: number,
    message: string,
    more: { members?: Record<string, unknown>; headers?: Record<string, string> } = {},
  ) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0; // an answer needs no stack, and taking one costs more than the answer
    super(message);
    Error.stackTraceLimit = limit;
    this.name = 'Fault';
    this.code = code;
    this.status = status;
    this.members = more.members ?? {};
    this.headers = more.headers ?? {};
    this.blame = status >= 500 ? 'server' : 'client';
  }
}
