import type { DatabaseSync } from 'node:sqlite';

/** Each is run once, in order; a new one goes to the end. SQLite's `user_version` counts those that ran. */
const migrations: readonly string[] = [
  `CREATE TABLE records (
     collection TEXT NOT NULL,
     account    TEXT NOT NULL,
     region     TEXT NOT NULL,
     key        TEXT NOT NULL,
     row        TEXT NOT NULL,
     PRIMARY KEY (collection, account, region, key)
   ) WITHOUT ROWID`,
];

/** Brings the database to the newest layout. Refuses a file that a newer Postern wrote. */
export function migrate(database: DatabaseSync): void {
  const done = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
  if (done > migrations.length) {
    throw new Error(
      `the state was written by a newer version of Postern (layout ${done}, this one knows ${migrations.length})`,
    );
  }
  for (const [index, migration] of migrations.entries()) {
    if (index < done) continue;
    database.exec(`BEGIN IMMEDIATE; ${migration}; PRAGMA user_version = ${index + 1}; COMMIT`);
  }
}
