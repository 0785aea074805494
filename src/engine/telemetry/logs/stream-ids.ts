import type { Clock } from '../../../kit/index.ts';
import type { GroupName } from './log-group.ts';
import type { LogTable } from './log-table.ts';

/** Ids of groups and streams kept at hand. */
const MOST_CACHED = 10_000;

/** The ids of groups and streams that engines write to, which are made when they are missing. */
export class StreamIds {
  readonly #table: LogTable;
  readonly #clock: Clock;
  readonly #ids = new Map<string, number>();

  constructor(table: LogTable, clock: Clock) {
    this.#table = table;
    this.#clock = clock;
  }

  /** The ids of a group and of a stream in it. */
  of(name: GroupName, stream: string): [group: number, stream: number] {
    const groupKey = `${name.account}\0${name.region}\0${name.group}`;
    const group = this.#cached(groupKey, () => {
      const found = this.#table.group(name)?.id;
      return found ?? this.#table.insertGroup(name, 'STANDARD', this.#clock.now(), {}) ?? 0;
    });
    const id = this.#cached(`${groupKey}\0${stream}`, () => {
      const found = this.#table.streamId(group, stream);
      return found ?? this.#table.insertStream(group, stream, this.#clock.now()) ?? 0;
    });
    return [group, id];
  }

  /** Forgets them: a group or a stream may be gone. */
  clear(): void {
    this.#ids.clear();
  }

  #cached(key: string, find: () => number): number {
    let id = this.#ids.get(key);
    if (id === undefined) {
      id = find();
      if (this.#ids.size >= MOST_CACHED) this.#ids.clear();
      this.#ids.set(key, id);
    }
    return id;
  }
}
