import type { Clock } from '../../kit/index.ts';
import type { StartFailure } from './start-worker.ts';

/** Between tries after a start that failed, milliseconds. */
const RETRY_MS = 5_000;

/** What a {@link Provided} does its work by. */
export interface Supply {
  readonly clock: Clock;
  /** Workers there are, at work or not. */
  workers(): number;
  /** Starts one more and hands it in. */
  start(): Promise<StartFailure | undefined>;
}

/** Keeps a number of workers started ahead of requests, and starts others for those that end. */
export class Provided {
  readonly #supply: Supply;
  #count = 0;
  #starting = 0;
  #failure: StartFailure | undefined;
  #retry: Disposable | undefined;

  constructor(supply: Supply) {
    this.#supply = supply;
  }

  /** How many are to be up. */
  get count(): number {
    return this.#count;
  }

  set count(count: number) {
    this.#count = count;
    this.#failure = undefined;
    this.fill();
  }

  /** Why the last start failed; undefined when it did not. */
  get failure(): StartFailure | undefined {
    return this.#failure;
  }

  /** Starts what is missing; nothing while a failure is fresh. */
  fill(): void {
    if (this.#retry) return;
    for (; this.#supply.workers() + this.#starting < this.#count; this.#starting++) void this.#startOne();
  }

  async #startOne(): Promise<void> {
    this.#failure = await this.#supply.start();
    this.#starting--;
    if (!this.#failure || this.#count === 0) return;
    this.#retry ??= this.#supply.clock.after(RETRY_MS, () => {
      this.#retry = undefined;
      this.fill();
    });
  }
}
