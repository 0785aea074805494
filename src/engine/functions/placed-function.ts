import type { Clock, Logger } from '../../kit/index.ts';
import { Provided } from './provided.ts';
import type { Cost, FunctionSpec, Invocation, Outcome, RunOutcome } from './spec.ts';
import { type StartFailure, startWorker, type WorkerParts } from './start-worker.ts';
import { Worker } from './worker.ts';

/**
 * How long a request waits for a worker that is at work before it has another one started: as long as a start takes, as far as is
 * known. Who waits longer would have been better off starting at once, who starts sooner pays for what soon was free.
 */
const PATIENCE_MS = { first: 5, least: 5, most: 3_000 };

/** A start counts against the machine's for so long; one that takes longer waits for something else than a processor, milliseconds. */
const START_SLOT_MS = 1_000;

/**
 * With less than this share of the processors idle, one more worker would only make the others slower: starts then go one by one, for
 * who has waited this long. Not never: the workers that there are may be waiting for the very request that waits.
 */
const SATURATED = { idleShare: 0.1, patienceMs: 2_000 };

/** Workers are replaced this long before their credentials expire, milliseconds. */
const EXPIRY_MARGIN_MS = 60_000;

interface Waiter {
  /** By the monotonic clock, milliseconds. */
  readonly since: number;
  readonly settle: (found: Worker | StartFailure | 'gone') => void;
}

/** A function that can be called: its workers and who waits for one. */
export class PlacedFunction implements AsyncDisposable {
  readonly spec: FunctionSpec;
  readonly #parts: WorkerParts;
  readonly #log: Logger;
  readonly #clock: Clock;
  readonly #onIdle: (worker: Worker) => void;
  /** The last one that became idle is the first to work again: the others can be retired. */
  readonly #idle: Worker[] = [];
  readonly #workers = new Set<Worker>();
  readonly #waiting = new Set<Waiter>();
  readonly #provided: Provided;
  #starting = 0;
  #patienceMs = PATIENCE_MS.first;
  #inside = 0;
  #closed = false;
  #drained: (() => void) | undefined;

  /** @param onIdle told of each worker that has nothing to do for now */
  constructor(spec: FunctionSpec, parts: WorkerParts, log: Logger, onIdle: (worker: Worker) => void) {
    this.spec = spec;
    this.#parts = parts;
    this.#log = log;
    this.#clock = parts.clock;
    this.#onIdle = onIdle;
    this.#provided = new Provided({
      clock: parts.clock,
      workers: () => this.#workers.size,
      start: () => this.#startAhead(),
    });
  }

  /** How many workers there are. */
  get workers(): number {
    return this.#workers.size;
  }

  /** Keeps at least so many workers up, whatever requests come; 0 keeps none. */
  provide(count: number): void {
    if (!this.#closed) this.#provided.count = count;
  }

  /** Why workers that are to be up are not; undefined while nothing failed. */
  get provisionFailure(): StartFailure | undefined {
    return this.#provided.failure;
  }

  /** Serves one request. Never rejects: every end is an outcome. */
  async invoke(invocation: Invocation): Promise<Outcome> {
    if (this.#closed) return { kind: 'gone' };
    const pass = this.spec.gate().tryEnter();
    if (!pass) {
      this.spec.observe({ kind: 'throttled', timeMs: this.#clock.now(), invocation });
      return { kind: 'throttled' };
    }
    this.#inside++;
    try {
      const found = this.#takeIdle() ?? (await this.#wait());
      if (found === 'gone') return { kind: 'gone' };
      if (!(found instanceof Worker)) return this.#tellFailure(found, invocation);
      const outcome = await found.invoke(invocation);
      this.#release(found);
      return outcome;
    } finally {
      this.#inside--;
      pass[Symbol.dispose]();
      if (this.#inside === 0) this.#drained?.();
    }
  }

  /** Ends workers that were idle for that long. */
  retireIdle(idleMs: number): void {
    const before = this.#clock.monotonic() - idleMs;
    for (let spare = this.#workers.size - this.#provided.count; spare > 0; spare--) {
      if (!this.#idle[0] || this.#idle[0].idleSince >= before) return;
      this.#idle.shift()?.end();
    }
  }

  /** Takes no more requests, lets those inside end, then ends the workers. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#provided.count = 0;
    for (const worker of this.#idle.splice(0)) worker.end();
    if (this.#inside > 0) {
      await new Promise<void>((resolve) => {
        this.#drained = resolve;
      });
    }
    this.end();
    await Promise.all([...this.#workers].map((worker) => worker.exited));
  }

  /** Ends the workers at once, with what they serve. */
  end(): void {
    this.#closed = true;
    this.#provided.count = 0;
    for (const waiter of this.#waiting) waiter.settle('gone');
    this.#waiting.clear();
    for (const worker of this.#workers) worker.end();
  }

  #takeIdle(): Worker | undefined {
    for (let worker = this.#idle.pop(); worker; worker = this.#idle.pop()) {
      if (worker.ended) continue;
      if (worker.expiresAtMs - EXPIRY_MARGIN_MS > this.#clock.now()) return worker;
      worker.end();
    }
    return undefined;
  }

  /** Waits for the next worker: one that is at work may be first, and one is started when none comes soon. */
  #wait(): Promise<Worker | StartFailure | 'gone'> {
    return new Promise((resolve) => {
      let patience: Disposable | undefined;
      const waiter: Waiter = {
        since: this.#clock.monotonic(),
        settle: (found) => {
          patience?.[Symbol.dispose]();
          resolve(found);
        },
      };
      this.#waiting.add(waiter);
      if (this.#atWork === 0) return this.#startForWaiting();
      patience = this.#clock.after(this.#patienceMs, () => this.#startForWaiting());
    });
  }

  #startForWaiting(): void {
    if (this.#starting >= this.#waiting.size) return;
    this.#starting++;
    void this.#start()
      .catch((error: unknown): StartFailure => {
        this.#log.error({ error, function: this.spec.name }, 'a worker could not be started');
        return { kind: 'impossible', detail: `a worker could not be started: ${(error as Error).message}` };
      })
      .then((started) => {
        this.#starting--;
        if (started) this.#arrive(started);
        else if (this.#waiting.size > 0) this.#clock.after(this.#patienceMs, () => this.#startForWaiting());
      });
  }

  /** Starts a worker once the machine has room for one more start; undefined when by then nobody has waited long for it. */
  async #start(): Promise<Worker | StartFailure | undefined> {
    const pass = await this.#parts.starts.enter();
    if (typeof pass === 'string') return { kind: 'impossible', detail: `no room for a start: ${pass}` };
    if (!this.#outOfPatience()) {
      pass[Symbol.dispose]();
      return undefined;
    }
    const startedAt = this.#clock.monotonic();
    const longEnough = this.#clock.after(START_SLOT_MS, () => pass[Symbol.dispose]());
    try {
      return await startWorker(this.#parts, this.spec);
    } finally {
      longEnough[Symbol.dispose]();
      pass[Symbol.dispose]();
      const tookMs = this.#clock.monotonic() - startedAt;
      this.#patienceMs = Math.min(
        PATIENCE_MS.most,
        Math.max(PATIENCE_MS.least, (this.#patienceMs + tookMs) / 2),
      );
    }
  }

  /** Starts a worker that nobody waits for. */
  async #startAhead(): Promise<StartFailure | undefined> {
    const pass = await this.#parts.starts.enter();
    if (typeof pass === 'string') return { kind: 'impossible', detail: `no room for a start: ${pass}` };
    try {
      const started = await startWorker(this.#parts, this.spec, 'provisioned-concurrency');
      if (!(started instanceof Worker)) return started;
      started.initMs = undefined; // no request waited for it
      if (this.#closed) started.end();
      else this.#arrive(started);
    } catch (error) {
      return { kind: 'impossible', detail: `a worker could not be started: ${(error as Error).message}` };
    } finally {
      pass[Symbol.dispose]();
    }
    return undefined;
  }

  /** Whether who has waited longest should not be let wait for the workers that there are. */
  #outOfPatience(): boolean {
    const [longest] = this.#waiting;
    if (!longest) return false;
    if (this.#atWork === 0) return true;
    const waitedMs = this.#clock.monotonic() - longest.since;
    const { machine, starts } = this.#parts;
    if (machine.idleShare() >= SATURATED.idleShare) return waitedMs >= this.#patienceMs;
    return waitedMs >= SATURATED.patienceMs && starts.inside === 1; // that one is ours
  }

  get #atWork(): number {
    return this.#workers.size - this.#idle.length;
  }

  #arrive(started: Worker | StartFailure): void {
    if (started instanceof Worker) {
      this.#workers.add(started);
      void started.exited.then(() => this.#forget(started));
      return this.#release(started);
    }
    const [waiter] = this.#waiting;
    if (!waiter) return;
    this.#waiting.delete(waiter);
    waiter.settle(started);
  }

  #release(worker: Worker): void {
    if (worker.ended) {
      if (this.#waiting.size > 0) this.#startForWaiting();
      return;
    }
    const [waiter] = this.#waiting;
    if (waiter) {
      this.#waiting.delete(waiter);
      return waiter.settle(worker);
    }
    if (this.#closed) return worker.end();
    worker.idleSince = this.#clock.monotonic();
    this.#idle.push(worker);
    this.#onIdle(worker);
  }

  #forget(worker: Worker): void {
    this.#workers.delete(worker);
    const at = this.#idle.indexOf(worker);
    if (at >= 0) this.#idle.splice(at, 1);
    if (!this.#closed) this.#provided.fill();
  }

  #tellFailure(failed: StartFailure, invocation: Invocation): Outcome {
    if (failed.kind === 'impossible' || failed.kind === 'refused') return failed;
    const outcome = outcomeOf(failed, this.spec.memoryMb);
    const timeMs = this.#clock.now();
    this.spec.observe({ kind: 'started', stream: failed.stream, timeMs, invocation });
    this.spec.observe({ kind: 'ended', stream: failed.stream, timeMs, invocation, outcome });
    return outcome;
  }
}

function outcomeOf(
  failed: Exclude<StartFailure, { kind: 'impossible' | 'refused' }>,
  memoryMb: number,
): RunOutcome {
  const cost: Cost = { durationMs: failed.initMs, peakMemoryBytes: 0 };
  switch (failed.kind) {
    case 'init-failed':
      return { kind: 'init-failed', payload: failed.payload, cost };
    case 'init-timed-out':
      return { kind: 'timed-out', cost };
    case 'ended':
      return failed.exit.outOfMemory
        ? { kind: 'out-of-memory', cost: { ...cost, peakMemoryBytes: memoryMb * 1024 * 1024 } }
        : { kind: 'crashed', end: { code: failed.exit.code, signal: failed.exit.signal }, cost };
  }
}
