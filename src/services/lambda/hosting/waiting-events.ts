import type { Clock, Logger } from '../../../kit/index.ts';
import type { Store } from '../../../store/index.ts';
import { WAITING_EVENTS } from '../limits.ts';
import { collections, qualifiedKey, recordsIn } from '../records/records.ts';
import type { EventInvokeRow, WaitingEventRow } from '../records/rows.ts';
import type { FunctionName } from '../translate/names.ts';
import type { Invoked, Invoker } from './invoker.ts';
import { nextAttempt } from './retry.ts';

/** An event as it is handed in. */
export interface NewEvent {
  readonly name: FunctionName;
  readonly id: string;
  readonly payload: Uint8Array;
  readonly trace: string | undefined;
  readonly clientContext: string | undefined;
}

/** An event that waits. What it says stays on disk until it is run: many large ones may wait. */
interface Waiting {
  readonly name: FunctionName;
  readonly id: string;
  readonly throttles: number;
}

/**
 * Events of asynchronous invocations: kept until the function has answered, tried again when it failed. A kill of the server
 * loses none; one that was being run then is run again.
 */
export class WaitingEvents implements Disposable {
  readonly #store: Store;
  readonly #invoker: Invoker;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #timers = new Set<Disposable>();
  #waiting = 0;
  #closed = false;

  constructor(store: Store, invoker: Invoker, clock: Clock, log: Logger) {
    this.#store = store;
    this.#invoker = invoker;
    this.#clock = clock;
    this.#log = log;
  }

  /** Keeps an event and runs it as soon as may be. @returns false when too many wait */
  accept(event: NewEvent): boolean {
    if (this.#waiting >= WAITING_EVENTS) return false;
    const { name, id, payload, trace, clientContext } = event;
    const row: WaitingEventRow = {
      id,
      name: name.name,
      ...(name.qualifier !== undefined && { qualifier: name.qualifier }),
      payload: Buffer.from(payload).toString('base64'),
      trace: trace ?? '',
      ...(clientContext !== undefined && { clientContext }),
      acceptedMs: this.#clock.now(),
      failures: 0,
    };
    this.#recordsOf(name).put(id, row);
    this.#waiting++;
    this.#later({ name, id, throttles: 0 }, 0);
    return true;
  }

  /** Takes up the events that an earlier life of the server left. */
  resume(): void {
    for (const { account, region, row } of this.#store
      .collection<WaitingEventRow>(collections.events)
      .all()) {
      this.#waiting++;
      const name = { account, region, name: row.name, qualifier: row.qualifier };
      this.#later({ name, id: row.id, throttles: 0 }, 0);
    }
  }

  [Symbol.dispose](): void {
    this.#closed = true;
    for (const timer of this.#timers) timer[Symbol.dispose]();
  }

  #later(waiting: Waiting, waitMs: number): void {
    const timer = this.#clock.after(waitMs, () => {
      this.#timers.delete(timer);
      this.#run(waiting).catch((error: unknown) =>
        this.#log.error({ error, event: waiting.id }, 'an event could not be run'),
      );
    });
    this.#timers.add(timer);
  }

  async #run(waiting: Waiting): Promise<void> {
    const { name, id } = waiting;
    const row = this.#recordsOf(name).get(id);
    if (!row) {
      this.#waiting--; // it went with its function
      return;
    }
    const payload = Buffer.from(row.payload, 'base64');
    const { trace, clientContext } = row;
    const invoked = await this.#invoker.invoke({ name, id, payload, trace, clientContext });
    if (!this.#closed) this.#settle(waiting, row, invoked);
  }

  #settle({ name, id, throttles }: Waiting, row: WaitingEventRow, invoked: Invoked): void {
    const lacksWorker =
      invoked.kind === 'throttled' || invoked.kind === 'impossible' || invoked.kind === 'pending';
    const failed = invoked.kind === 'ran' && invoked.failed;
    if (!lacksWorker && !failed) return this.#drop(name, row);
    const failures = row.failures + (failed ? 1 : 0);
    const attempted = {
      failures,
      throttles: failed ? 0 : throttles + 1,
      ageMs: this.#clock.now() - row.acceptedMs,
    };
    const waitMs = nextAttempt(attempted, this.#settings(name));
    if (waitMs === 'give-up') return this.#drop(name, row);
    if (failed) this.#recordsOf(name).put(id, { ...row, failures });
    this.#later({ name, id, throttles: attempted.throttles }, waitMs);
  }

  #drop(name: FunctionName, row: WaitingEventRow): void {
    this.#recordsOf(name).delete(row.id);
    this.#waiting--;
  }

  #settings({ account, region, name, qualifier }: FunctionName): Partial<EventInvokeRow> {
    const { eventInvokes } = recordsIn(this.#store, account, region);
    return eventInvokes.get(qualifiedKey(name, qualifier ?? '$LATEST')) ?? {};
  }

  #recordsOf({ account, region }: FunctionName) {
    return recordsIn(this.#store, account, region).events;
  }
}
