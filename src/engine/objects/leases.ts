/**
 * Who reads what: bytes that are removed while someone reads them go when the last reader is done,
 * so that a download that has begun ends well.
 */
export class Leases {
  readonly #readers = new Map<string, number>();
  readonly #waiting = new Map<string, (() => void)[]>();

  /** Marks every one of `ids` as being read until the answer is disposed. Disposing twice is harmless. */
  take(ids: readonly string[]): Disposable {
    for (const id of ids) this.#readers.set(id, (this.#readers.get(id) ?? 0) + 1);
    let held = true;
    return {
      [Symbol.dispose]: () => {
        if (!held) return;
        held = false;
        for (const id of ids) this.#release(id);
      },
    };
  }

  /** Resolves when nobody reads `id`. */
  free(id: string): Promise<void> {
    if (!this.#readers.has(id)) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.set(id, [...(this.#waiting.get(id) ?? []), resolve]);
    });
  }

  #release(id: string): void {
    const left = (this.#readers.get(id) ?? 0) - 1;
    if (left > 0) {
      this.#readers.set(id, left);
      return;
    }
    this.#readers.delete(id);
    for (const resolve of this.#waiting.get(id) ?? []) resolve();
    this.#waiting.delete(id);
  }
}
