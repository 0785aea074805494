/** Rows kept at once. */
const MOST_ROWS = 4_000;
/** Longer rows are read anew each time, characters of JSON. */
const MOST_LENGTH = 32 * 1024;

/**
 * Rows as they were read last, frozen, so that a hot path does not read and parse the same one for every request. Whoever writes
 * forgets the row; nobody else writes to the database.
 */
export class RowCache {
  readonly #rows = new Map<string, unknown>();

  /** The row under that name, or what `read` answers, which is kept. */
  get(name: string, read: () => string | undefined): unknown {
    const known = this.#rows.get(name);
    if (known !== undefined) return known;
    const text = read();
    if (text === undefined) return undefined;
    const row = frozen(JSON.parse(text));
    if (text.length <= MOST_LENGTH) this.#keep(name, row);
    return row;
  }

  forget(name: string): void {
    this.#rows.delete(name);
  }

  clear(): void {
    this.#rows.clear();
  }

  #keep(name: string, row: unknown): void {
    if (this.#rows.size >= MOST_ROWS) this.#rows.delete(this.#rows.keys().next().value as string);
    this.#rows.set(name, row);
  }
}

/** The value, which nobody can change any more. */
function frozen(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}
