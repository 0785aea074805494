import type { LogBatch } from '../sinks.ts';
import type { IncomingEvent } from './log-group.ts';

/** Lines waiting for the disk, in UTF-16 units; what comes beyond this pushes out the oldest. */
const MOST_UNITS = 16 * 1024 * 1024;
/** Longer lines are cut into several events, as Lambda does. */
const LONGEST_LINE = 256 * 1024;

/** The lines of one stream that left the buffer together. */
export interface Buffered {
  readonly account: string;
  readonly region: string;
  readonly group: string;
  readonly stream: string;
  readonly events: IncomingEvent[];
  /** Lines pushed out before these. */
  dropped: number;
}

/** Log lines waiting to be written: first in, first out, bounded, the oldest dropped and counted. */
export class LogBuffer {
  #queue: LogBatch[] = [];
  #head = 0;
  #units = 0;
  readonly #dropped = new Map<string, { readonly batch: LogBatch; count: number }>();

  get isEmpty(): boolean {
    return this.#head === this.#queue.length && this.#dropped.size === 0;
  }

  /** Takes the lines of `batch`; drops the oldest there are when it is too much. */
  push(batch: LogBatch): void {
    this.#queue.push(batch);
    this.#units += unitsOf(batch);
    while (this.#units > MOST_UNITS) this.#dropOldest();
  }

  /** Takes out lines, at least one batch and about `most` of them, by stream. */
  take(most: number): Buffered[] {
    const byStream = new Map<string, Buffered>();
    for (const [key, { batch, count }] of this.#dropped) {
      byStream.set(key, { ...nameOf(batch), events: [], dropped: count });
    }
    this.#dropped.clear();
    let taken = 0;
    while (taken < most && this.#head < this.#queue.length) {
      const batch = this.#queue[this.#head++] as LogBatch;
      this.#units -= unitsOf(batch);
      taken += batch.events.length;
      const key = keyOf(batch);
      let stream = byStream.get(key);
      if (!stream) byStream.set(key, (stream = { ...nameOf(batch), events: [], dropped: 0 }));
      for (const event of batch.events) cut(event, stream.events);
    }
    this.#compact();
    return [...byStream.values()];
  }

  /** Drops all lines. */
  clear(): void {
    this.#queue = [];
    this.#head = 0;
    this.#units = 0;
    this.#dropped.clear();
  }

  #dropOldest(): void {
    const batch = this.#queue[this.#head++];
    if (!batch) return;
    this.#units -= unitsOf(batch);
    const key = keyOf(batch);
    const dropped = this.#dropped.get(key);
    if (dropped) dropped.count += batch.events.length;
    else this.#dropped.set(key, { batch: { ...batch, events: [] }, count: batch.events.length });
    if (this.#head > 10_000) this.#compact();
  }

  #compact(): void {
    this.#queue = this.#head === this.#queue.length ? [] : this.#queue.slice(this.#head);
    this.#head = 0;
  }
}

function unitsOf(batch: LogBatch): number {
  let units = 0;
  for (const { message } of batch.events) units += message.length + 64;
  return units;
}

const keyOf = (batch: LogBatch): string =>
  `${batch.account}\0${batch.region}\0${batch.group}\0${batch.stream}`;

const nameOf = ({ account, region, group, stream }: LogBatch) => ({ account, region, group, stream });

function cut({ timeMs, message }: IncomingEvent, into: IncomingEvent[]): void {
  for (let at = 0; at === 0 || at < message.length; at += LONGEST_LINE) {
    into.push({
      timeMs,
      message: message.length > LONGEST_LINE ? message.slice(at, at + LONGEST_LINE) : message,
    });
  }
}
