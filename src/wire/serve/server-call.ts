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

/** A call over HTTP, as handlers see it: a plain object, which they may spread. */
export function serverCall(facts: CallFacts, response: ServerResponse): CallContext {
  const { requestId, service, operation, region, caller, timeMs, origin, headers } = facts;
  return {
    requestId,
    service,
    operation,
    account: caller.account,
    region,
    partition: 'aws',
    caller,
    timeMs,
    origin,
    headers,
    endpoint: `${origin.secure ? 'https' : 'http'}://${headers.get('host') ?? 'localhost'}`,
    get signal() {
      return signalOf(this, response);
    },
  };
}

/** The signal of a call, made when somebody first asks for it: most calls are over before anybody would. */
function signalOf(call: CallContext, response: ServerResponse): AbortSignal {
  const signal = abortedWhenGone(response);
  Object.defineProperty(call, 'signal', { value: signal, enumerable: true });
  return signal;
}

/** Aborted when the client leaves before it has its answer. */
function abortedWhenGone(response: ServerResponse): AbortSignal {
  const abort = new AbortController();
  const gone = () => {
    if (!response.writableFinished) abort.abort(new Error('the client went away'));
  };
  if (response.destroyed) gone();
  else response.once('close', gone);
  return abort.signal;
}
