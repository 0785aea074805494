import type { Logger } from '../kit/index.ts';

/** Work that outlives the request that began it. Shutdown waits for it. */
export class Background implements AsyncDisposable {
  readonly #running = new Set<Promise<void>>();
  readonly #log: Logger;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** Takes `work` over; its failure is a bug, and logged. */
  readonly add = (name: string, work: Promise<void>): void => {
    const settled = work
      .catch((error: unknown) =>
        this.#log.error(
          { work: name, error: String((error as Error)?.stack ?? error) },
          'background work failed',
        ),
      )
      .finally(() => this.#running.delete(settled));
    this.#running.add(settled);
  };

  async [Symbol.asyncDispose](): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}
