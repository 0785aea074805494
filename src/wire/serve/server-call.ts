import type { ServerResponse } from 'node:http';
import type { CallContext, Caller } from '../call.ts';
import type { HeaderFields, Origin } from '../received.ts';

/** The facts of one call that came over HTTP. */
export interface CallFacts {
  readonly requestId: string;
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly caller: Caller;
  readonly timeMs: number;
  readonly origin: Origin;
  readonly headers: HeaderFields;
}

/** A call over HTTP, as handlers see it. Signal and endpoint are made when first asked for: most calls never do. */
export class ServerCall implements CallContext {
  readonly requestId: string;
  readonly service: string;
  readonly operation: string;
  readonly account: string;
  readonly region: string;
  readonly partition = 'aws';
  readonly caller: Caller;
  readonly timeMs: number;
  readonly origin: Origin;
  readonly headers: HeaderFields;
  readonly #response: ServerResponse;
  #abort: AbortController | undefined;

  constructor(facts: CallFacts, response: ServerResponse) {
    this.requestId = facts.requestId;
    this.service = facts.service;
    this.operation = facts.operation;
    this.account = facts.caller.account;
    this.region = facts.region;
    this.caller = facts.caller;
    this.timeMs = facts.timeMs;
    this.origin = facts.origin;
    this.headers = facts.headers;
    this.#response = response;
  }

  get endpoint(): string {
    const host = this.headers.get('host') ?? 'localhost';
    return `${this.origin.secure ? 'https' : 'http'}://${host}`;
  }

  get signal(): AbortSignal {
    if (this.#abort) return this.#abort.signal;
    const abort = new AbortController();
    this.#abort = abort;
    const response = this.#response;
    const gone = () => {
      if (!response.writableFinished) abort.abort(new Error('the client went away'));
    };
    if (response.destroyed) gone();
    else response.once('close', gone);
    return abort.signal;
  }
}
