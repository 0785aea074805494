import { type Clock, sleep } from '../../kit/index.ts';
import type { ProcessExit } from '../../machine/index.ts';
import type { ModelServer } from './model-server.ts';
import type { HealthSpec } from './spec.ts';

/** Between pings of a container whose connections fail, milliseconds. */
const DOUBT_MS = 200;

/** What is told of the container that is watched. */
export interface Observer {
  /** It answered its ping. */
  well(): void;
  /** It did not, or said that it is not well. */
  unwell(): void;
  /** It ended by itself. */
  exited(exit: ProcessExit): void;
  /** Whether it has reason not to answer a ping: it computes. */
  busy(): boolean;
}

/** Pings a container in service: now and then while all is well, at once and often when somebody has doubts. */
export class HealthWatch {
  readonly #clock: Clock;
  readonly #health: HealthSpec;
  readonly #stopping: AbortSignal;
  #doubted = false;
  #wake: () => void = () => {};

  /** @param stopping ends every watch */
  constructor(clock: Clock, health: HealthSpec, stopping: AbortSignal) {
    this.#clock = clock;
    this.#health = health;
    this.#stopping = stopping;
  }

  /** A connection failed: it is asked at once, and often until it answers. */
  doubt(): void {
    this.#doubted = true;
    this.#wake();
  }

  /** Resolves when it has ended, is to be stopped or has not answered for too long, with why it serves no more. */
  async over(server: ModelServer, observer: Observer): Promise<string> {
    const over = new AbortController();
    const stop = () => over.abort();
    this.#stopping.addEventListener('abort', stop, { once: true });
    this.#doubted = false;
    let ended = false;
    const exited = server.exited.then((exit) => {
      ended = true;
      observer.exited(exit);
      over.abort();
    });
    const problem = await this.#pingUntil(over.signal, server, observer);
    this.#stopping.removeEventListener('abort', stop);
    if (ended) await exited;
    return problem ?? 'it ended';
  }

  async #pingUntil(over: AbortSignal, server: ModelServer, observer: Observer): Promise<string | undefined> {
    const { pingPeriodMs, pingFailures } = this.#health;
    for (let failures = 0; ; ) {
      await this.#pause(this.#doubted ? Math.min(pingPeriodMs, DOUBT_MS) : pingPeriodMs, over);
      if (over.aborted) return undefined;
      const problem = await server.ping();
      if (over.aborted) return undefined;
      if (problem === undefined) {
        this.#doubted = false;
        observer.well();
      } else {
        observer.unwell();
      }
      failures = problem === undefined || observer.busy() ? 0 : failures + 1;
      if (problem !== undefined && failures >= pingFailures) return problem;
    }
  }

  /** Waits, until it is over or somebody has doubts. */
  #pause(ms: number, over: AbortSignal): Promise<void> {
    const awake = new AbortController();
    this.#wake = () => awake.abort();
    return sleep(this.#clock, ms, AbortSignal.any([over, awake.signal])).catch(() => {});
  }
}
