import type { Records, Store } from '../../../store/index.ts';

/**
 * Bytes at rest that no object has yet, or any more: written down before they come to be and until they are gone, so that
 * a crash at any moment leaves none that nobody knows of.
 */
export class LooseBytes {
  readonly #rows: Records<Record<string, never>>;
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    this.#rows = store.collection<Record<string, never>>('s3.loose-bytes').in('aws', 'aws-global');
  }

  add(ids: readonly string[]): void {
    this.#store.transaction(() => {
      for (const id of ids) this.#rows.put(id, {});
    });
  }

  drop(ids: readonly string[]): void {
    this.#store.transaction(() => {
      for (const id of ids) this.#rows.delete(id);
    });
  }

  all(): string[] {
    return this.#rows.list().map(({ key }) => key);
  }
}
