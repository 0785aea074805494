import type { DatabaseSync } from 'node:sqlite';
import { openDatabase, type Row, Statements, transaction } from '../database.ts';
import { EventTable } from './event-table.ts';
import { inOrder } from './in-order.ts';
import type { GroupName, GroupSettings, LogGroup, LogStream } from './log-group.ts';

const migrations = [
  `CREATE TABLE groups (
     id             INTEGER PRIMARY KEY AUTOINCREMENT,
     account        TEXT NOT NULL,
     region         TEXT NOT NULL,
     name           TEXT NOT NULL,
     kind           TEXT NOT NULL,
     created_ms     INTEGER NOT NULL,
     retention_days INTEGER,
     tags           TEXT NOT NULL,
     is_protected   INTEGER NOT NULL,
     stored_bytes   INTEGER NOT NULL DEFAULT 0,
     UNIQUE (account, region, name)
   );
   CREATE TABLE streams (
     id                INTEGER PRIMARY KEY AUTOINCREMENT,
     group_id          INTEGER NOT NULL,
     name              TEXT NOT NULL,
     created_ms        INTEGER NOT NULL,
     first_event_ms    INTEGER,
     last_event_ms     INTEGER,
     last_ingestion_ms INTEGER,
     UNIQUE (group_id, name)
   );
   CREATE TABLE events (
     group_id     INTEGER NOT NULL,
     time_ms      INTEGER NOT NULL,
     id           INTEGER NOT NULL,
     stream_id    INTEGER NOT NULL,
     ingestion_ms INTEGER NOT NULL,
     message      TEXT NOT NULL,
     PRIMARY KEY (group_id, time_ms, id)
   ) WITHOUT ROWID;
   CREATE INDEX events_of_stream ON events (stream_id, time_ms, id);
   CREATE TABLE last_event (id INTEGER NOT NULL);
   INSERT INTO last_event VALUES (0);
   -- deleted groups and streams whose events are still to be deleted
   CREATE TABLE doomed (group_id INTEGER, stream_id INTEGER)`,
];

/** Which streams to list. */
export interface StreamRange {
  readonly order: 'name' | 'last-event';
  readonly descending: boolean;
  readonly prefix?: string;
  /** Only beyond this one, in the order asked for. */
  readonly beyond?: { readonly name: string; readonly lastEventMs: number };
  readonly limit: number;
}

/** Log groups and streams on disk. Synchronous: callers slice long work. */
export class LogTable implements Disposable {
  /** The events in the same file. */
  readonly events: EventTable;
  readonly #database: DatabaseSync;
  readonly #sql: Statements;

  /** @param path the file, or `:memory:` */
  constructor(path: string) {
    this.#database = openDatabase(path, migrations);
    this.#sql = new Statements(this.#database);
    this.events = new EventTable(this.#database, this.#sql);
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }

  /** Runs `work` so that all of its writes happen or none. */
  transaction<T>(work: () => T): T {
    return transaction(this.#database, work);
  }

  /** Makes a group; answers its id, or undefined when there is one of that name. */
  insertGroup(name: GroupName, kind: string, createdMs: number, settings: GroupSettings): number | undefined {
    const row = this.#sql.get(
      `INSERT INTO groups (account, region, name, kind, created_ms, retention_days, tags, is_protected)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id`,
      [
        name.account,
        name.region,
        name.group,
        kind,
        createdMs,
        settings.retentionDays ?? null,
        JSON.stringify(settings.tags ?? {}),
        Number(settings.deletionProtected ?? false),
      ],
    );
    return row?.['id'] as number | undefined;
  }

  /** The group with its id. */
  group({ account, region, group }: GroupName): (LogGroup & { id: number }) | undefined {
    const row = this.#sql.get('SELECT * FROM groups WHERE account = ? AND region = ? AND name = ?', [
      account,
      region,
      group,
    ]);
    return row && groupOf(row);
  }

  /** Groups in the order of their names. */
  groups(filter: {
    account: string;
    region: string;
    prefix: string;
    contains: string;
    kind: string | undefined;
    after: string;
    limit: number;
  }): LogGroup[] {
    const { account, region, prefix, contains, kind, after, limit } = filter;
    return this.#sql
      .all(
        `SELECT * FROM groups WHERE account = ? AND region = ? AND name > ? AND name >= ? AND name < ?
         AND instr(name, ?) > 0 AND kind = coalesce(?, kind) ORDER BY name LIMIT ?`,
        [account, region, after, prefix, `${prefix}\u{10ffff}`, contains, kind ?? null, limit],
      )
      .map(groupOf);
  }

  /** Every group that drops events after a time. */
  groupsWithRetention(): { id: number; retentionDays: number }[] {
    return this.#sql.all('SELECT * FROM groups WHERE retention_days IS NOT NULL', []).map((row) => ({
      id: row['id'] as number,
      retentionDays: row['retention_days'] as number,
    }));
  }

  changeGroup(id: number, { retentionDays, tags, deletionProtected }: GroupSettings): void {
    if (retentionDays !== undefined)
      this.#sql.do('UPDATE groups SET retention_days = ? WHERE id = ?', [retentionDays, id]);
    if (tags) this.#sql.do('UPDATE groups SET tags = ? WHERE id = ?', [JSON.stringify(tags), id]);
    if (deletionProtected !== undefined) {
      this.#sql.do('UPDATE groups SET is_protected = ? WHERE id = ?', [Number(deletionProtected), id]);
    }
  }

  /** Deletes a group and its streams; its events are doomed. */
  deleteGroup(id: number): void {
    this.transaction(() => {
      this.#sql.do('INSERT INTO doomed (group_id) VALUES (?)', [id]);
      this.#sql.do('DELETE FROM streams WHERE group_id = ?', [id]);
      this.#sql.do('DELETE FROM groups WHERE id = ?', [id]);
    });
  }

  /** Makes a stream; answers its id, or undefined when there is one of that name. */
  insertStream(group: number, name: string, createdMs: number): number | undefined {
    const row = this.#sql.get(
      'INSERT INTO streams (group_id, name, created_ms) VALUES (?, ?, ?) ON CONFLICT DO NOTHING RETURNING id',
      [group, name, createdMs],
    );
    return row?.['id'] as number | undefined;
  }

  streamId(group: number, name: string): number | undefined {
    const row = this.#sql.get('SELECT id FROM streams WHERE group_id = ? AND name = ?', [group, name]);
    return row?.['id'] as number | undefined;
  }

  streamIdsByPrefix(group: number, prefix: string): number[] {
    const sql = 'SELECT id FROM streams WHERE group_id = ? AND name >= ? AND name < ?';
    return this.#sql.all(sql, [group, prefix, `${prefix}\u{10ffff}`]).map((row) => row['id'] as number);
  }

  streams(group: number, range: StreamRange): LogStream[] {
    const { order, descending, prefix = '', beyond, limit } = range;
    const keys = order === 'name' ? ['name'] : ['coalesce(last_event_ms, 0)', 'name'];
    const place = beyond && [beyond.lastEventMs, beyond.name].slice(-keys.length);
    const listed = inOrder(keys, descending, place);
    return this.#sql
      .all(
        `SELECT * FROM streams WHERE group_id = ? AND name >= ? AND name < ? ${listed.beyond} ${listed.orderBy} LIMIT ?`,
        [group, prefix, `${prefix}\u{10ffff}`, ...listed.values, limit],
      )
      .map(streamOf);
  }

  /** Deletes a stream; its events are doomed. */
  deleteStream(id: number): void {
    this.transaction(() => {
      this.#sql.do('INSERT INTO doomed (stream_id) VALUES (?)', [id]);
      this.#sql.do('DELETE FROM streams WHERE id = ?', [id]);
    });
  }

  /** Deletes everything. */
  clear(): void {
    this.transaction(() => {
      for (const table of ['events', 'streams', 'groups', 'doomed']) this.#sql.do(`DELETE FROM ${table}`, []);
    });
  }
}

function groupOf(row: Row): LogGroup & { id: number } {
  const retentionDays = row['retention_days'] as number | null;
  return {
    id: row['id'] as number,
    account: row['account'] as string,
    region: row['region'] as string,
    group: row['name'] as string,
    kind: row['kind'] as string,
    createdMs: row['created_ms'] as number,
    ...(retentionDays === null ? {} : { retentionDays }),
    tags: JSON.parse(row['tags'] as string) as Record<string, string>,
    deletionProtected: row['is_protected'] === 1,
    storedBytes: row['stored_bytes'] as number,
  };
}

function streamOf(row: Row): LogStream {
  const first = row['first_event_ms'] as number | null;
  const last = row['last_event_ms'] as number | null;
  const ingested = row['last_ingestion_ms'] as number | null;
  return {
    name: row['name'] as string,
    createdMs: row['created_ms'] as number,
    ...(first === null ? {} : { firstEventMs: first }),
    ...(last === null ? {} : { lastEventMs: last }),
    ...(ingested === null ? {} : { lastIngestionMs: ingested }),
  };
}
