import type { Records } from '../../../store/index.ts';
import type { Fault } from '../../../wire/index.ts';

/** The entities of one kind in one account, by name. Names are unique whatever their case, and found by their own. */
export class Named<Row extends { readonly name: string; readonly path: string }> {
  readonly #records: Records<Row>;
  readonly #words: { missing(name: string): Fault; taken(name: string): Fault };
  readonly #changed: () => void;

  /** @param changed called after every write */
  constructor(
    records: Records<Row>,
    words: { missing(name: string): Fault; taken(name: string): Fault },
    changed: () => void,
  ) {
    this.#records = records;
    this.#words = words;
    this.#changed = changed;
  }

  find(name: string): Row | undefined {
    const row = this.#records.get(name.toLowerCase());
    return row?.name === name ? row : undefined;
  }

  /** @throws Fault NoSuchEntity */
  get(name: string): Row {
    const row = this.find(name);
    if (!row) throw this.#words.missing(name);
    return row;
  }

  /** @throws Fault EntityAlreadyExists */
  insert(row: Row): void {
    if (!this.#records.insert(row.name.toLowerCase(), row)) throw this.#words.taken(row.name);
    this.#changed();
  }

  /** Replaces the row by `change(row)`. @throws Fault NoSuchEntity */
  change(name: string, change: (row: Row) => Row): Row {
    this.get(name);
    const row = this.#records.update(name.toLowerCase(), change)!;
    this.#changed();
    return row;
  }

  /** Gives the row another name. @throws Fault EntityAlreadyExists, NoSuchEntity */
  rename(name: string, row: Row): void {
    this.get(name);
    if (row.name.toLowerCase() !== name.toLowerCase()) {
      this.insert(row);
      this.#records.delete(name.toLowerCase());
    } else this.#records.put(row.name.toLowerCase(), row);
    this.#changed();
  }

  /** @throws Fault NoSuchEntity */
  remove(name: string): void {
    this.get(name);
    this.#records.delete(name.toLowerCase());
    this.#changed();
  }

  /** In order of names. @param pathPrefix only those whose path begins with it */
  list(pathPrefix = '/'): Row[] {
    return this.#records.list().flatMap(({ row }) => (row.path.startsWith(pathPrefix) ? [row] : []));
  }

  count(): number {
    return this.#records.count();
  }
}
