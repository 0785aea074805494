import type { AlarmHistoryItem } from '@aws-sdk/client-cloudwatch';
import type { Clock } from '../../../kit/index.ts';
import type { Collection, Store } from '../../../store/index.ts';
import { HISTORY_KEPT_MS, MOST_HISTORY, MOST_HISTORY_DATA } from '../limits.ts';
import type { AlarmRow, Owner } from './alarm.ts';

/** Something that happened to an alarm. */
export interface HistoryRow {
  readonly alarm: string;
  readonly kind: AlarmRow['kind'];
  readonly timeMs: number;
  readonly type: NonNullable<AlarmHistoryItem['HistoryItemType']>;
  readonly summary: string;
  /** JSON. */
  readonly data: string;
}

/** What happened to alarms: kept 30 days, at most so many items an alarm, after the alarm's end too. */
export class AlarmHistory {
  readonly #collection: Collection<HistoryRow>;
  readonly #clock: Clock;
  readonly #keys = new Map<string, string[]>();
  #next = 0;

  constructor(store: Store, clock: Clock) {
    this.#collection = store.collection('cloudwatch.alarm-history');
    this.#clock = clock;
  }

  /** @param data is left out of the record where it does not fit */
  add(
    owner: Owner,
    { name, kind }: AlarmRow,
    item: Pick<HistoryRow, 'type' | 'summary'> & { data: object },
  ): void {
    const records = this.#collection.in(owner.account, owner.region);
    const timeMs = this.#clock.now();
    const data = JSON.stringify(item.data);
    const row: HistoryRow = {
      alarm: name,
      kind,
      timeMs,
      type: item.type,
      summary: item.summary.slice(0, 255),
      data: data.length <= MOST_HISTORY_DATA ? data : '{"version":"1.0"}',
    };
    const prefix = prefixOf(name);
    const key = `${prefix}${padded(timeMs)}${padded(this.#next++)}`;
    const keys = this.#keysOf(owner, prefix);
    records.put(key, row);
    keys.push(key);
    while (keys.length > MOST_HISTORY) records.delete(keys.shift() as string);
  }

  /** Of one alarm, or of all, the oldest first; keys tell places. */
  list(owner: Owner, alarm: string | undefined): { readonly key: string; readonly row: HistoryRow }[] {
    const records = this.#collection.in(owner.account, owner.region);
    const sinceMs = this.#clock.now() - HISTORY_KEPT_MS;
    const rows = records.list(alarm === undefined ? {} : { prefix: prefixOf(alarm) });
    const placed = rows.map(({ key, row }) => ({ key: key.slice(-2 * DIGITS) + key, row }));
    return placed.filter(({ row }) => row.timeMs >= sinceMs).sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** Deletes what is past its time, of everybody. */
  forgetOld(): void {
    const sinceMs = this.#clock.now() - HISTORY_KEPT_MS;
    for (const { account, region, key, row } of this.#collection.all()) {
      if (row.timeMs < sinceMs) this.#collection.in(account, region).delete(key);
    }
    this.#keys.clear();
  }

  /** The keys of an alarm's items, the oldest first; read when something happens to it the first time. */
  #keysOf({ account, region }: Owner, prefix: string): string[] {
    const name = `${account} ${region} ${prefix}`;
    let keys = this.#keys.get(name);
    if (!keys) {
      keys = this.#collection
        .in(account, region)
        .list({ prefix })
        .map(({ key }) => key);
      this.#keys.set(name, keys);
    }
    return keys;
  }
}

const DIGITS = 15;

/** Quotes end it: no name's prefix begins another's. */
const prefixOf = (name: string): string => JSON.stringify(name);

const padded = (value: number): string => String(value).padStart(DIGITS, '0');
