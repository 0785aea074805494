import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { type Row, type Statements, transaction } from '../database.ts';
import { inOrder } from './in-order.ts';
import type { LogEvent, Position } from './log-group.ts';

/** Which events to read. */
export interface EventRange {
  readonly group: number;
  /** Only of these streams; default all. */
  readonly streams?: readonly number[];
  readonly fromMs: number;
  /** Inclusive. */
  readonly toMs: number;
  readonly order: 'ascending' | 'descending';
  /** Only beyond this one, in the order asked for. */
  readonly beyond?: Position;
  readonly limit: number;
}

/** Log events on disk. Synchronous: callers slice long work. */
export class EventTable {
  readonly #database: DatabaseSync;
  readonly #sql: Statements;

  /** @param database one that `LogTable` opened */
  constructor(database: DatabaseSync, sql: Statements) {
    this.#database = database;
    this.#sql = sql;
  }

  /** Takes `count` ids for events that come; answers the first. */
  takeIds(count: number): number {
    return (
      (this.#sql.get('UPDATE last_event SET id = id + ? RETURNING id', [count])?.['id'] as number) - count + 1
    );
  }

  /** Keeps an event. */
  insert(group: number, stream: number, event: Omit<LogEvent, 'stream'>): void {
    this.#sql.do(
      'INSERT INTO events (group_id, time_ms, id, stream_id, ingestion_ms, message) VALUES (?, ?, ?, ?, ?, ?)',
      [group, event.timeMs, event.id, stream, event.ingestionMs, event.message],
    );
  }

  /** Notes in stream and group that events came. */
  note(
    group: number,
    stream: number,
    note: { firstMs: number; lastMs: number; ingestionMs: number; bytes: number },
  ): void {
    this.#sql.do(
      `UPDATE streams SET first_event_ms = min(coalesce(first_event_ms, ?1), ?1),
         last_event_ms = max(coalesce(last_event_ms, ?2), ?2), last_ingestion_ms = ?3 WHERE id = ?4`,
      [note.firstMs, note.lastMs, note.ingestionMs, stream],
    );
    this.#sql.do('UPDATE groups SET stored_bytes = stored_bytes + ? WHERE id = ?', [note.bytes, group]);
  }

  /** Events in the order asked for. */
  read(range: EventRange): LogEvent[] {
    const { group, streams, order, beyond, limit } = range;
    const ascending = order === 'ascending';
    // the index is entered at the place to go on from, and not at the start of the range
    const fromMs = Math.max(range.fromMs, (ascending && beyond?.timeMs) || 0);
    const toMs = Math.min(range.toMs, ascending ? Infinity : (beyond?.timeMs ?? Infinity));
    const values: SQLInputValue[] = [group, fromMs, toMs];
    let where = 'e.group_id = ? AND e.time_ms >= ? AND e.time_ms <= ?';
    if (streams) {
      where += ` AND e.stream_id IN (${streams.map(() => '?').join(', ')})`;
      values.push(...streams);
    }
    const place = beyond && [beyond.timeMs, beyond.id];
    const listed = inOrder(['e.time_ms', 'e.id'], !ascending, place);
    const index = streams?.length === 1 ? 'INDEXED BY events_of_stream' : '';
    return this.#sql
      .all(
        `SELECT e.time_ms, e.id, e.ingestion_ms, e.message, s.name FROM events e ${index}
         JOIN streams s ON s.id = e.stream_id WHERE ${where} ${listed.beyond} ${listed.orderBy} LIMIT ?`,
        [...values, ...listed.values, limit],
      )
      .map(eventOf);
  }

  /** Deletes up to `most` events of the group from before `beforeMs`; answers how many. */
  deleteBefore(group: number, beforeMs: number, most: number): number {
    return transaction(this.#database, () => {
      const gone = this.#sql.all(
        `DELETE FROM events WHERE group_id = ?1 AND (time_ms, id) IN
           (SELECT time_ms, id FROM events WHERE group_id = ?1 AND time_ms < ?2 ORDER BY time_ms, id LIMIT ?3)
         RETURNING length(CAST(message AS BLOB)) + 26 AS bytes`,
        [group, beforeMs, most],
      );
      const bytes = gone.reduce((sum, row) => sum + (row['bytes'] as number), 0);
      this.#sql.do('UPDATE groups SET stored_bytes = max(0, stored_bytes - ?) WHERE id = ?', [bytes, group]);
      return gone.length;
    });
  }

  /** Deletes up to `most` events of deleted groups and streams; answers whether there may be more. */
  deleteDoomed(most: number): boolean {
    return transaction(this.#database, () => {
      const doomed = this.#sql.get('SELECT rowid, group_id, stream_id FROM doomed LIMIT 1', []);
      if (!doomed) return false;
      const column = doomed['group_id'] === null ? 'stream_id' : 'group_id';
      const gone = this.#sql.do(
        `DELETE FROM events WHERE (group_id, time_ms, id) IN
           (SELECT group_id, time_ms, id FROM events WHERE ${column} = ? LIMIT ?)`,
        [doomed[column] as number, most],
      );
      if (gone < most) this.#sql.do('DELETE FROM doomed WHERE rowid = ?', [doomed['rowid'] as number]);
      return true;
    });
  }
}

function eventOf(row: Row): LogEvent {
  return {
    timeMs: row['time_ms'] as number,
    id: row['id'] as number,
    stream: row['name'] as string,
    ingestionMs: row['ingestion_ms'] as number,
    message: row['message'] as string,
  };
}
