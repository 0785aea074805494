/** Runs works of the same key one after the other, of different keys at once. */
export class OneByOne {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Runs `work` after those that came before it under that key, whatever became of them. */
  run<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const result = before.then(work, work);
    const settled = result
      .catch(() => undefined)
      .finally(() => {
        if (this.#last.get(key) === settled) this.#last.delete(key);
      });
    this.#last.set(key, settled);
    return result;
  }
}
