import type { ServerResponse } from 'node:http';
import { type Clock, sleep } from '../kit/index.ts';

/** The requests that are being answered. */
export class UnderWay {
  readonly #clock: Clock;
  #count = 0;
  #none: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts one, until its connection is done with it. */
  add(response: ServerResponse): void {
    this.#count++;
    response.once('close', () => {
      if (--this.#count === 0) this.#none?.();
    });
  }

  /** Resolves when there are none any more, or after `atMostMs`. No more are to be added. */
  async over(atMostMs: number): Promise<void> {
    if (this.#count === 0) return;
    const none = new Promise<void>((resolve) => {
      this.#none = resolve;
    });
    await Promise.race([none, sleep(this.#clock, atMostMs)]);
  }
}
