import type { Clock } from '../../kit/index.ts';
import type { ProcessExit, RunningProcess } from '../../machine/index.ts';
import type { Conversation, Initialised, Reply } from './conversation/conversation.ts';
import type { Cost, FunctionSpec, Invocation, LogLine, Outcome, RunOutcome } from './spec.ts';

/** How the start of a worker ended. */
export type InitOutcome =
  | Initialised
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'ended'; readonly exit: ProcessExit };

interface Serving {
  readonly invocation: Invocation;
  readonly startedAt: number;
  readonly initMs: number | undefined;
  readonly timer: Disposable;
  readonly settle: (outcome: Outcome) => void;
}

/** A process that serves one function, one request at a time. */
export class Worker {
  readonly stream: string;
  readonly expiresAtMs: number;
  /** When it became idle, by the monotonic clock, milliseconds. */
  idleSince = 0;
  /** How long its start took, until the first request took that along, milliseconds. */
  initMs: number | undefined;
  readonly #spec: FunctionSpec;
  readonly #clock: Clock;
  readonly #process: RunningProcess;
  readonly #conversation: Conversation;
  readonly #init = Promise.withResolvers<Initialised>();
  #serving: Serving | undefined;
  #frozen = false;
  #ended = false;
  #peakMemoryBytes = 0;

  /** @param expiresAtMs when its credentials do, milliseconds since the epoch */
  constructor(
    spec: FunctionSpec,
    stream: string,
    expiresAtMs: number,
    clock: Clock,
    process: RunningProcess,
    conversation: Conversation,
  ) {
    this.#spec = spec;
    this.stream = stream;
    this.expiresAtMs = expiresAtMs;
    this.#clock = clock;
    this.#process = process;
    this.#conversation = conversation;
    void process.exited.then((exit) => this.#exited(exit));
  }

  /** Resolves when the process is gone, with how it ended. */
  get exited(): Promise<ProcessExit> {
    return this.#process.exited;
  }

  /** Whether it can take no more requests. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Whether it serves a request now. */
  get busy(): boolean {
    return this.#serving !== undefined;
  }

  /** The most memory it held so far, so far as it told. */
  get peakMemoryBytes(): number {
    return Math.min(this.#peakMemoryBytes, this.#spec.memoryMb * 1024 * 1024);
  }

  /** Waits until the handler is loaded, at most `limitMs`. */
  async waitForInit(limitMs: number): Promise<InitOutcome> {
    const late = Promise.withResolvers<InitOutcome>();
    const timer = this.#clock.after(limitMs, () => late.resolve({ kind: 'timed-out' }));
    const outcome = await Promise.race([
      this.#init.promise,
      late.promise,
      this.#process.exited.then(async (exit): Promise<InitOutcome> => {
        await this.#conversation.drained(); // its last word may still be on its way
        return { kind: 'ended', exit };
      }),
    ]);
    timer[Symbol.dispose]();
    return outcome;
  }

  /** Heard from its conversation. */
  initialised(outcome: Initialised): void {
    this.#init.resolve(outcome);
  }

  /** Heard from its conversation. */
  lines(lines: readonly LogLine[]): void {
    this.#spec.observe({ kind: 'lines', stream: this.stream, lines });
    const serving = this.#serving;
    if (serving) for (const line of lines) serving.invocation.onLine?.(line);
  }

  /** Heard from its conversation. */
  replied(reply: Reply): void {
    if (reply.last) this.end();
    if (reply.peakMemoryBytes === undefined) {
      void this.#process.usage().then(({ peakMemoryBytes }) => this.#finish(reply, peakMemoryBytes));
    } else this.#finish(reply, reply.peakMemoryBytes);
  }

  /** Serves one request; resolves with how it ended, never rejects. */
  invoke(invocation: Invocation): Promise<Outcome> {
    if (this.#frozen) this.#thaw();
    return new Promise((settle) => {
      const { timeoutMs } = this.#spec;
      const timeMs = this.#clock.now();
      this.#serving = {
        invocation,
        startedAt: this.#clock.monotonic(),
        initMs: this.initMs,
        timer: this.#clock.after(timeoutMs, () => this.#timedOut()),
        settle,
      };
      this.initMs = undefined;
      this.#spec.observe({ kind: 'started', stream: this.stream, timeMs, invocation });
      this.#conversation.invoke(invocation, timeMs + timeoutMs);
    });
  }

  /** Stops it where it stands until the next request. */
  freeze(): void {
    if (this.#frozen || this.#ended) return;
    this.#frozen = true;
    this.#process.freeze();
  }

  /** Ends it; a request it serves is not waited for. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    void this.#process.stop(0);
  }

  #thaw(): void {
    this.#frozen = false;
    this.#process.thaw();
  }

  #finish(reply: Reply, peakMemoryBytes: number): void {
    this.#peakMemoryBytes = peakMemoryBytes;
    if (reply.kind === 'unreadable') {
      this.#take()?.settle({ kind: 'unreadable', detail: reply.payload.toString() });
    } else
      this.#conclude((cost) => ({ kind: reply.kind as 'answered' | 'failed', payload: reply.payload, cost }));
  }

  #timedOut(): void {
    this.end();
    this.#conclude((cost) => ({ kind: 'timed-out', cost }));
  }

  async #exited(exit: ProcessExit): Promise<void> {
    this.#ended = true;
    await this.#conversation.drained(); // an answer may still be on its way
    this.#conversation[Symbol.dispose]();
    this.#conclude((cost) =>
      exit.outOfMemory
        ? { kind: 'out-of-memory', cost: { ...cost, peakMemoryBytes: this.#spec.memoryMb * 1024 * 1024 } }
        : { kind: 'crashed', end: { code: exit.code, signal: exit.signal }, cost },
    );
  }

  #take(): Serving | undefined {
    const serving = this.#serving;
    this.#serving = undefined;
    serving?.timer[Symbol.dispose]();
    return serving;
  }

  #conclude(outcomeOf: (cost: Cost) => RunOutcome): void {
    const serving = this.#take();
    if (!serving) return;
    const durationMs = this.#clock.monotonic() - serving.startedAt;
    const { initMs, invocation } = serving;
    const cost = {
      durationMs,
      peakMemoryBytes: this.peakMemoryBytes,
      ...(initMs === undefined ? {} : { initMs }),
    };
    const outcome = outcomeOf(cost);
    this.#spec.observe({
      kind: 'ended',
      stream: this.stream,
      timeMs: this.#clock.now(),
      invocation,
      outcome,
    });
    serving.settle(outcome);
  }
}
