import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';

/**
 * Opens a SQLite file whose commits survive the death of the process at any moment, and brings it to its newest layout.
 * @param path the file, or `:memory:`
 * @param migrations each is run once, in order; `user_version` counts those that ran
 */
export function openDatabase(path: string, migrations: readonly string[]): DatabaseSync {
  const database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000');
  const done = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
  if (done > migrations.length) {
    database.close();
    throw new Error(`${path} was written by a newer version of Postern (layout ${done})`);
  }
  for (const [index, migration] of migrations.entries()) {
    if (index < done) continue;
    database.exec(`BEGIN IMMEDIATE; ${migration}; PRAGMA user_version = ${index + 1}; COMMIT`);
  }
  return database;
}

/** Runs `work` so that all of its writes happen or none. Must not await. */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK'); // a full disk has done it already
    throw error;
  }
}

/** Lets waiting requests be served between two slices of a long piece of work. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A row as SQLite gives it. */
export type Row = Record<string, SQLOutputValue>;

/** Statements kept enough to be prepared once; one that was never asked before is prepared when it is. */
const MOST_STATEMENTS = 200;

/** Runs statements by their text. */
export class Statements {
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** The first row. */
  get(sql: string, values: SQLInputValue[]): Row | undefined {
    return this.#statement(sql).get(...values);
  }

  /** All rows. */
  all(sql: string, values: SQLInputValue[]): Row[] {
    return this.#statement(sql).all(...values);
  }

  /** Answers how many rows it changed. */
  do(sql: string, values: SQLInputValue[]): number {
    return Number(this.#statement(sql).run(...values).changes);
  }

  #statement(sql: string): StatementSync {
    let statement = this.#prepared.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      if (this.#prepared.size < MOST_STATEMENTS) this.#prepared.set(sql, statement);
    }
    return statement;
  }
}
