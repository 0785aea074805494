import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { migrate } from './migrations.ts';
import { RowCache } from './row-cache.ts';

/** A record with the key it is kept under. */
export interface Keyed<Row> {
  readonly key: string;
  readonly row: Row;
}

/** Which part of a collection to list, in the binary order of keys. */
export interface Range {
  /** Only keys that begin with this. */
  readonly prefix?: string;
  /** Only keys after this one. */
  readonly after?: string;
  readonly limit?: number;
}

/** The records of one collection in one account and Region. Rows are plain JSON values, frozen: a change is a new row. */
export interface Records<Row> {
  get(key: string): Row | undefined;
  /** Writes the row, whether or not one was there. */
  put(key: string, row: Row): void;
  /** Writes the row unless the key is taken; answers whether it wrote. */
  insert(key: string, row: Row): boolean;
  /** Replaces the row by `change(row)` in a transaction; answers the new row, or undefined when there was none. */
  update(key: string, change: (row: Row) => Row): Row | undefined;
  /** Answers whether there was one. */
  delete(key: string): boolean;
  list(range?: Range): Keyed<Row>[];
  count(): number;
}

/** One kind of resource, by account and Region. */
export interface Collection<Row> {
  in(account: string, region: string): Records<Row>;
  /** Every record of every account and Region: for what is placed again at start. */
  all(): (Keyed<Row> & { readonly account: string; readonly region: string })[];
}

/** What must outlive the process: records in one SQLite file. Synchronous; a write is on disk before it returns. */
export class Store implements Disposable {
  readonly #database: DatabaseSync;
  readonly #statements: Statements;
  readonly #cache = new RowCache();
  #depth = 0;

  /** @param path the file, or `:memory:` */
  constructor(path: string) {
    this.#database = new DatabaseSync(path);
    // WAL + NORMAL: a commit survives the death of the process at any moment; FULL would add the loss of power at a tenth of the rate.
    this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000');
    migrate(this.#database);
    this.#statements = prepare(this.#database);
  }

  /** The collection of that name, e.g. `sagemaker.endpoints`. Global services use the Region `aws-global`. */
  collection<Row>(name: string): Collection<Row> {
    return {
      in: (account, region) => this.#records<Row>(name, account, region),
      all: () =>
        this.#statements.all.all(name).map((found) => ({
          account: found['account'] as string,
          region: found['region'] as string,
          key: found['key'] as string,
          row: JSON.parse(found['row'] as string) as Row,
        })),
    };
  }

  /** Runs `work` so that all of its writes happen or none. Nests. Must not await. */
  transaction<T>(work: () => T): T {
    if (this.#depth > 0) return work();
    this.#database.exec('BEGIN IMMEDIATE');
    this.#depth++;
    try {
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      this.#cache.clear(); // it may hold what is rolled back
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK'); // a full disk has done it already
      throw error;
    } finally {
      this.#depth--;
    }
  }

  /** Deletes every record. */
  clear(): void {
    this.#database.exec('DELETE FROM records');
    this.#cache.clear();
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }

  #records<Row>(collection: string, account: string, region: string): Records<Row> {
    const run = this.#statements;
    const cache = this.#cache;
    const nameOf = (key: string): string => `${collection}\0${account}\0${region}\0${key}`;
    const get = (key: string): Row | undefined =>
      cache.get(nameOf(key), () => {
        const found = run.get.get(collection, account, region, key);
        return found?.['row'] as string | undefined;
      }) as Row | undefined;
    const put = (key: string, row: Row): void => {
      run.put.run(collection, account, region, key, JSON.stringify(row));
      cache.forget(nameOf(key));
    };
    return {
      get,
      put,
      insert: (key, row) => run.insert.run(collection, account, region, key, JSON.stringify(row)).changes > 0,
      update: (key, change) =>
        this.transaction(() => {
          const row = get(key);
          if (row === undefined) return undefined;
          const changed = change(row);
          put(key, changed);
          return changed;
        }),
      delete: (key) => {
        cache.forget(nameOf(key));
        return run.delete.run(collection, account, region, key).changes > 0;
      },
      list: ({ prefix = '', after = '', limit = -1 } = {}) =>
        run.list
          .all(collection, account, region, after, prefix, prefixEnd(prefix), limit)
          .map((found) => ({ key: found['key'] as string, row: JSON.parse(found['row'] as string) as Row })),
      count: () => Number(run.count.get(collection, account, region)?.['n']),
    };
  }
}

/** The least text that sorts after everything that begins with `prefix`: the highest code point follows it. */
const prefixEnd = (prefix: string): string => `${prefix}\u{10ffff}\u{10ffff}`;

type Statements = Record<'all' | 'get' | 'put' | 'insert' | 'delete' | 'list' | 'count', StatementSync>;

function prepare(database: DatabaseSync): Statements {
  const where = 'WHERE collection = ? AND account = ? AND region = ?';
  return {
    all: database.prepare('SELECT account, region, key, row FROM records WHERE collection = ?'),
    get: database.prepare(`SELECT row FROM records ${where} AND key = ?`),
    put: database.prepare(
      'INSERT OR REPLACE INTO records (collection, account, region, key, row) VALUES (?, ?, ?, ?, ?)',
    ),
    insert: database.prepare(
      'INSERT OR IGNORE INTO records (collection, account, region, key, row) VALUES (?, ?, ?, ?, ?)',
    ),
    delete: database.prepare(`DELETE FROM records ${where} AND key = ?`),
    // one lower bound to seek by: given two, SQLite seeks by the first and walks to the second
    list: database.prepare(
      `SELECT key, row FROM records ${where} AND key >= max(?4, ?5) AND +key > ?4 AND key < ?6 ORDER BY key LIMIT ?7`,
    ),
    count: database.prepare(`SELECT count(*) AS n FROM records ${where}`),
  };
}
