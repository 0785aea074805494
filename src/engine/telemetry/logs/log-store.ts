import { type Clock, every, type Logger } from '../../../kit/index.ts';
import { breathe } from '../database.ts';
import { OneAtATime } from '../one-at-a-time.ts';
import type { LogBatch, LogSink } from '../sinks.ts';
import { type Buffered, LogBuffer } from './log-buffer.ts';
import {
  EVENT_OVERHEAD_BYTES,
  type GroupName,
  type GroupSettings,
  type IncomingEvent,
  type LogEvent,
  type LogGroup,
  type LogStream,
  type Position,
} from './log-group.ts';
import { LogTable, type StreamRange } from './log-table.ts';
import { StreamIds } from './stream-ids.ts';

const FLUSH_MS = 100;
const SWEEP_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Events written, or deleted, before waiting requests are served. */
const SLICE = 1_000;

/** Which events to read of a group. */
export interface LogQuery {
  readonly group: GroupName;
  /** Only of these streams, or those whose names begin so; default all. */
  readonly streams?: readonly string[] | { readonly prefix: string };
  /** Inclusive. */
  readonly fromMs: number;
  /** Inclusive. */
  readonly toMs: number;
  readonly order: 'ascending' | 'descending';
  /** Only events beyond this place, in the order asked for. */
  readonly beyond?: Position;
  readonly limit: number;
}

/** Events that have just been written, of one stream. */
export interface LogArrival {
  readonly group: GroupName;
  readonly stream: string;
  readonly events: readonly LogEvent[];
}

/**
 * Log groups, streams and events. Lines that engines append wait in memory for at most {@link FLUSH_MS}; what {@link put} took is on disk
 * when it returns.
 */
export class LogStore implements LogSink, AsyncDisposable {
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #table: LogTable;
  readonly #buffer = new LogBuffer();
  readonly #ids: StreamIds;
  readonly #watchers = new Set<(arrival: LogArrival) => void>();
  readonly #timers: readonly Disposable[];
  #flushTimer: Disposable | undefined;
  readonly #flushing = new OneAtATime(() => this.#flushAll());
  readonly #sweeping = new OneAtATime(() => this.#sweepAll());
  #closed = false;

  /** @param path the SQLite file, or `:memory:` */
  constructor(path: string, { clock, log }: { clock: Clock; log: Logger }) {
    this.#clock = clock;
    this.#log = log;
    this.#table = new LogTable(path);
    this.#ids = new StreamIds(this.#table, clock);
    this.#timers = [every(clock, SWEEP_MS, () => this.#quietly(this.sweep()))];
    this.#quietly(this.sweep());
  }

  append(batch: LogBatch): void {
    if (batch.events.length === 0 || this.#closed) return;
    this.#buffer.push(batch);
    this.#flushTimer ??= this.#clock.after(FLUSH_MS, () => {
      this.#flushTimer = undefined;
      this.#quietly(this.flush());
    });
  }

  /** Makes a group of the given kind; answers false when there is one of that name. */
  createGroup(name: GroupName, kind: string, settings: GroupSettings): boolean {
    return this.#table.insertGroup(name, kind, this.#clock.now(), settings) !== undefined;
  }

  group(name: GroupName): LogGroup | undefined {
    return this.#table.group(name);
  }

  /** Groups in the binary order of their names. */
  groups(filter: {
    readonly account: string;
    readonly region: string;
    readonly prefix?: string;
    readonly contains?: string;
    readonly kind?: string;
    readonly after?: string;
    readonly limit: number;
  }): LogGroup[] {
    return this.#table.groups({ prefix: '', contains: '', after: '', kind: undefined, ...filter });
  }

  /** Answers false when there is no such group. */
  changeGroup(name: GroupName, settings: GroupSettings): boolean {
    const group = this.#table.group(name);
    if (group) this.#table.changeGroup(group.id, settings);
    return group !== undefined;
  }

  /** Deletes the group with all that is in it; answers false when there is none. */
  async deleteGroup(name: GroupName): Promise<boolean> {
    await this.flush();
    const group = this.#table.group(name);
    if (!group) return false;
    this.#table.deleteGroup(group.id);
    this.#ids.clear();
    this.#quietly(this.sweep());
    return true;
  }

  /** Answers whether it made the stream; undefined when there is no such group. */
  createStream(name: GroupName, stream: string): boolean | undefined {
    const group = this.#table.group(name);
    return group && this.#table.insertStream(group.id, stream, this.#clock.now()) !== undefined;
  }

  hasStream(name: GroupName, stream: string): boolean {
    const group = this.#table.group(name);
    return group !== undefined && this.#table.streamId(group.id, stream) !== undefined;
  }

  /** Streams of the group; none when there is no such group. */
  async streams(name: GroupName, range: StreamRange): Promise<LogStream[]> {
    await this.flush();
    const group = this.#table.group(name);
    return group ? this.#table.streams(group.id, range) : [];
  }

  /** Answers false when there is no such stream. */
  async deleteStream(name: GroupName, stream: string): Promise<boolean> {
    await this.flush();
    const group = this.#table.group(name);
    const id = group && this.#table.streamId(group.id, stream);
    if (id === undefined) return false;
    this.#table.deleteStream(id);
    this.#ids.clear();
    this.#quietly(this.sweep());
    return true;
  }

  /** Keeps events, on disk when it returns; answers false when there is no such stream. */
  put(name: GroupName, stream: string, events: readonly IncomingEvent[]): boolean {
    const group = this.#table.group(name);
    const id = group && this.#table.streamId(group.id, stream);
    if (group === undefined || id === undefined) return false;
    const kept = this.#table.transaction(() => this.#insert(group.id, id, stream, events));
    this.#tell({ group: name, stream, events: kept });
    return true;
  }

  /** Events of the group; none when there is no such group. What has been appended before is there. */
  async read(query: LogQuery): Promise<LogEvent[]> {
    await this.flush();
    const group = this.#table.group(query.group);
    if (!group) return [];
    const streams = this.#streamIds(group.id, query.streams);
    if (streams?.length === 0) return [];
    const { order, beyond, limit, toMs } = query;
    const kept = group.retentionDays === undefined ? 0 : this.#clock.now() - group.retentionDays * DAY_MS;
    return this.#table.events.read({
      group: group.id,
      fromMs: Math.max(query.fromMs, kept),
      toMs,
      order,
      limit,
      ...(streams && { streams }),
      ...(beyond && { beyond }),
    });
  }

  /** Calls `arrived` with all events from now on, right after they were written. */
  watch(arrived: (arrival: LogArrival) => void): Disposable {
    this.#watchers.add(arrived);
    return { [Symbol.dispose]: () => this.#watchers.delete(arrived) };
  }

  /** Writes what was appended so far. */
  flush(): Promise<void> {
    return this.#buffer.isEmpty ? Promise.resolve() : this.#flushing.run();
  }

  /** Deletes events past the retention of their group, and what deleted groups left; done every hour as well. */
  sweep(): Promise<void> {
    return this.#sweeping.run();
  }

  /** Forgets everything. */
  clear(): void {
    this.#buffer.clear();
    this.#ids.clear();
    this.#table.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const timer of this.#timers) timer[Symbol.dispose]();
    this.#flushTimer?.[Symbol.dispose]();
    this.#closed = true;
    await this.#sweeping.settled();
    await this.flush();
    await this.#flushing.settled();
    this.#table[Symbol.dispose]();
  }

  async #flushAll(): Promise<void> {
    while (!this.#buffer.isEmpty) {
      const streams = this.#buffer.take(SLICE);
      const arrivals = this.#writeAll(streams);
      for (const arrival of arrivals) this.#tell(arrival);
      if (!this.#buffer.isEmpty) await breathe();
    }
  }

  #writeAll(streams: readonly Buffered[]): LogArrival[] {
    try {
      return this.#table.transaction(() => streams.map((stream) => this.#insertBuffered(stream)));
    } catch (error) {
      this.#ids.clear(); // groups and streams made in the transaction are not there any more
      throw error;
    }
  }

  #insertBuffered({ account, region, group, stream, events, dropped }: Buffered): LogArrival {
    const name = { account, region, group };
    const [groupId, streamId] = this.#ids.of(name, stream);
    if (dropped > 0) {
      const message = `[postern] ${dropped} log lines were dropped here: they came faster than they could be written`;
      events.unshift({ timeMs: events[0]?.timeMs ?? this.#clock.now(), message });
      this.#log.warn({ group, stream, dropped }, 'log lines dropped');
    }
    return { group: name, stream, events: this.#insert(groupId, streamId, stream, events) };
  }

  #insert(group: number, id: number, stream: string, events: readonly IncomingEvent[]): LogEvent[] {
    const ingestionMs = this.#clock.now();
    const firstId = this.#table.events.takeIds(events.length);
    let bytes = 0;
    let firstMs = Infinity;
    let lastMs = 0;
    const kept = events.map(({ timeMs, message }, index): LogEvent => {
      const event = { timeMs, id: firstId + index, stream, ingestionMs, message };
      this.#table.events.insert(group, id, event);
      bytes += Buffer.byteLength(message) + EVENT_OVERHEAD_BYTES;
      firstMs = Math.min(firstMs, timeMs);
      lastMs = Math.max(lastMs, timeMs);
      return event;
    });
    if (kept.length > 0) this.#table.events.note(group, id, { firstMs, lastMs, ingestionMs, bytes });
    return kept;
  }

  #streamIds(group: number, streams: LogQuery['streams']): number[] | undefined {
    if (!streams) return undefined;
    if ('prefix' in streams) return this.#table.streamIdsByPrefix(group, streams.prefix);
    return streams.flatMap((name) => this.#table.streamId(group, name) ?? []);
  }

  #tell(arrival: LogArrival): void {
    for (const watcher of this.#watchers) watcher(arrival);
  }

  async #sweepAll(): Promise<void> {
    await breathe();
    while (!this.#closed && this.#table.events.deleteDoomed(SLICE)) await breathe();
    for (const { id, retentionDays } of this.#closed ? [] : this.#table.groupsWithRetention()) {
      const beforeMs = this.#clock.now() - retentionDays * DAY_MS;
      while (!this.#closed && this.#table.events.deleteBefore(id, beforeMs, SLICE) === SLICE) await breathe();
    }
  }

  #quietly(work: Promise<void>): void {
    work.catch((error: unknown) => this.#log.error({ error }, 'logs could not be written'));
  }
}
