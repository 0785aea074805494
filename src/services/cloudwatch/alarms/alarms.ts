import { AlarmLoop, evaluateAlarm, type MetricStore } from '../../../engine/telemetry/index.ts';
import { type Clock, every, type Logger } from '../../../kit/index.ts';
import type { Store } from '../../../store/index.ts';
import type { InsideClient } from '../../../wire/index.ts';
import type { AlarmRow, MetricAlarmRow, Owner } from '../records/alarm.ts';
import { AlarmBook } from '../records/alarm-book.ts';
import { AlarmHistory } from '../records/alarm-history.ts';
import { configurationItem } from '../translate/alarm-history.ts';
import { AlarmActions, type ScalingAction } from './alarm-actions.ts';
import { AlarmStates } from './alarm-states.ts';
import { Suppressions } from './suppression.ts';
import { type WatchedMetric, watchedMetric } from './watched-metric.ts';

/** What alarms are made from. */
export interface AlarmParts {
  readonly clock: Clock;
  readonly log: Logger;
  readonly store: Store;
  readonly metrics: MetricStore;
  readonly inside: InsideClient;
  /** Durations are divided by this. */
  readonly timeScale: number;
  readonly alarmActions: (action: ScalingAction) => void;
  background(name: string, work: Promise<void>): void;
}

const DAY_MS = 24 * 3_600_000;

/** The alarms: their records, their states, and the loop that evaluates them. */
export class Alarms implements Disposable {
  readonly book: AlarmBook;
  readonly history: AlarmHistory;
  readonly states: AlarmStates;
  readonly #parts: AlarmParts;
  readonly #actions: AlarmActions;
  readonly #suppressions: Suppressions;
  readonly #loop: AlarmLoop;
  readonly #daily: Disposable;

  constructor(parts: AlarmParts) {
    const { clock, store } = parts;
    this.#parts = parts;
    this.book = new AlarmBook(store);
    this.history = new AlarmHistory(store, clock);
    this.#actions = new AlarmActions({ ...parts, history: this.history });
    this.#suppressions = new Suppressions({ ...parts, book: this.book, actions: this.#actions });
    this.states = new AlarmStates({
      clock,
      store,
      book: this.book,
      history: this.history,
      suppressions: this.#suppressions,
    });
    this.#loop = new AlarmLoop(parts);
    this.#daily = every(clock, DAY_MS, () => this.history.forgetOld());
  }

  /** Evaluates the alarms that are there from now on, those that a former run of the server left. */
  resume(): void {
    this.history.forgetOld();
    for (const { owner, row } of this.book.all()) this.#watch(owner, row);
  }

  /** Writes an alarm, and evaluates it from now on as it is now. */
  put(owner: Owner, row: AlarmRow): void {
    const known = this.book.get(owner, row.name);
    this.#parts.store.transaction(() => {
      this.book.put(owner, row);
      this.history.add(owner, row, configurationItem(known ? 'Update' : 'Create', row));
    });
    this.#watch(owner, row);
    if (row.kind === 'composite') this.states.judge(owner, row, known ? 'updated' : 'created');
  }

  /** Deletes an alarm. */
  delete(owner: Owner, row: AlarmRow): void {
    this.#loop.unwatch(row.arn);
    this.#suppressions.forget(row);
    this.#parts.store.transaction(() => {
      this.book.delete(owner, row.name);
      this.history.add(owner, row, configurationItem('Delete', row));
    });
  }

  [Symbol.dispose](): void {
    this.#daily[Symbol.dispose]();
    this.#loop[Symbol.dispose]();
    this.#suppressions[Symbol.dispose]();
  }

  #watch(owner: Owner, row: AlarmRow): void {
    if (row.kind === 'composite') return this.#suppressions.resume(owner, row);
    const watched = watchedMetric(owner, row.settings, this.#parts);
    this.#loop.watch(row.arn, watched.timing.intervalMs, (nowMs) => {
      const now = this.book.get(owner, row.name);
      if (now?.kind === 'metric') this.#evaluate(owner, now, watched, nowMs);
    });
  }

  #evaluate(owner: Owner, row: MetricAlarmRow, watched: WatchedMetric, nowMs: number): void {
    const { settings } = watched;
    const datapoints = watched.read(nowMs);
    const verdict = evaluateAlarm({ settings, datapoints, previous: row.state.value, nowMs });
    if (verdict) this.states.change(owner, row, verdict);
    else this.#actions.remained(owner, row);
  }
}
