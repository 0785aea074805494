import type { Outcome, RunOutcome } from '../../../engine/functions/index.ts';
import type { Clock, Ids } from '../../../kit/index.ts';
import type { VersionRow } from '../records/rows.ts';
import { type FunctionName, functionArn } from '../translate/names.ts';
import type { Hosting } from './hosting.ts';
import { errorPayload } from './report.ts';

/** A request to a function. */
export interface Ask {
  readonly name: FunctionName;
  /** The invocation's id, as its log has it. */
  readonly id: string;
  readonly payload: Uint8Array;
  /** The caller's `X-Amzn-Trace-Id`. */
  readonly trace?: string | undefined;
  /** JSON */
  readonly clientContext?: string | undefined;
  readonly onLine?: (line: { readonly message: string }) => void;
}

/** How a request to a function ended. */
export type Invoked =
  | {
      readonly kind: 'ran';
      readonly payload: Buffer;
      /** The handler, or what ran it, failed; the payload says how. */
      readonly failed: boolean;
      readonly version: string;
      readonly outcome: RunOutcome;
    }
  | { readonly kind: 'not-found'; readonly arn: string }
  | { readonly kind: 'pending' }
  | { readonly kind: 'throttled'; readonly reason: string }
  | { readonly kind: 'unreadable'; readonly detail: string }
  /** The execution role is gone or does not trust Lambda. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'impossible'; readonly detail: string };

/** An event without content is an empty object. */
const NOTHING = Buffer.from('{}');

/** A placement may be replaced between being found and being called: it is looked for again, this often. */
const ATTEMPTS = 3;

/** Calls functions: what the API, the gateway and waiting events have in common. */
export class Invoker {
  readonly #hosting: Hosting;
  readonly #clock: Clock;
  readonly #ids: Ids;

  constructor(hosting: Hosting, clock: Clock, ids: Ids) {
    this.#hosting = hosting;
    this.#clock = clock;
    this.#ids = ids;
  }

  /** Calls a function and waits for its end. */
  async invoke(ask: Ask): Promise<Invoked> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const target = this.#hosting.find(ask.name);
      if (!target) break;
      if (target.row.state === 'Pending') return { kind: 'pending' };
      const outcome = await target.placed.invoke({
        id: ask.id,
        arn: functionArn(ask.name),
        payload: ask.payload.length > 0 ? ask.payload : NOTHING,
        trace: this.#trace(ask.trace),
        ...(ask.clientContext !== undefined && { clientContext: ask.clientContext }),
        ...(ask.onLine && { onLine: ask.onLine }),
      });
      if (outcome.kind !== 'gone') return this.#tell(ask, target.row, outcome);
    }
    const qualifier = ask.name.qualifier ?? '$LATEST';
    return { kind: 'not-found', arn: functionArn({ ...ask.name, qualifier }) };
  }

  #tell(ask: Ask, row: VersionRow, outcome: Exclude<Outcome, { kind: 'gone' }>): Invoked {
    switch (outcome.kind) {
      case 'throttled': {
        const { account, region, name } = ask.name;
        const reserved = this.#hosting.concurrency(account, region).isReserved(name);
        const whose = reserved ? 'ReservedFunctionConcurrentInvocation' : 'ConcurrentInvocation';
        return { kind: 'throttled', reason: `${whose}LimitExceeded` };
      }
      case 'unreadable':
      case 'refused':
      case 'impossible':
        return outcome;
      default:
        return {
          kind: 'ran',
          payload: errorPayload(ask.id, outcome, row.timeout * 1000),
          failed: outcome.kind !== 'answered',
          version: row.version,
          outcome,
        };
    }
  }

  /** The trace goes on where the caller has begun one. */
  #trace(given: string | undefined): string {
    if (given?.startsWith('Root=')) return given;
    const seconds = Math.floor(this.#clock.now() / 1000).toString(16);
    const digits = this.#ids.hex(40);
    return `Root=1-${seconds}-${digits.slice(0, 24)};Parent=${digits.slice(24)};Sampled=0`;
  }
}
