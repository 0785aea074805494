import type { Clock, Logger } from '../../../kit/index.ts';
import {
  type AlarmRow,
  alarmNameOf,
  type CompositeAlarmRow,
  type Owner,
  type StateRecord,
  type Suppression,
} from '../records/alarm.ts';
import type { AlarmBook } from '../records/alarm-book.ts';
import type { AlarmActions } from './alarm-actions.ts';

/** What suppression is decided with. */
export interface SuppressionParts {
  readonly clock: Clock;
  readonly log: Logger;
  readonly timeScale: number;
  readonly book: AlarmBook;
  readonly actions: AlarmActions;
}

/**
 * Holds back the actions of composite alarms that have a suppressor: while that is in ALARM, for a while before it may be, and for a while
 * after it was. Then they are taken, as the state then demands.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-suppression.html
 */
export class Suppressions implements Disposable {
  readonly #parts: SuppressionParts;
  readonly #timers = new Map<string, Disposable>();

  constructor(parts: SuppressionParts) {
    this.#parts = parts;
  }

  /** An alarm took a state: its actions are taken, or held back, and so are those of the alarms that it suppresses. */
  transitioned(owner: Owner, name: string, previous: StateRecord): void {
    const row = this.#parts.book.get(owner, name);
    if (!row) return;
    if (row.kind === 'composite' && row.suppressor) this.#hold(owner, row, previous);
    else this.#parts.actions.transitioned(owner, row, previous);
    for (const suppressed of this.#parts.book.suppressedBy(owner, name)) this.#follow(owner, suppressed, row);
  }

  /** Waits on where a former run of the server, or a former setting of the alarm, left off. */
  resume(owner: Owner, row: CompositeAlarmRow): void {
    this.#stopWaiting(row);
    const untilMs = row.suppression?.untilMs;
    if (untilMs !== undefined) this.#wait(owner, row, untilMs);
  }

  /** An alarm that is no more waits for nothing. */
  forget(row: AlarmRow): void {
    this.#stopWaiting(row);
  }

  [Symbol.dispose](): void {
    for (const timer of this.#timers.values()) timer[Symbol.dispose]();
    this.#timers.clear();
  }

  #hold(owner: Owner, row: CompositeAlarmRow, previous: StateRecord): void {
    const by = this.#isSuppressed(owner, row) ? 'Alarm' : 'WaitPeriod';
    this.#set(owner, row, by, previous);
  }

  /** The suppressor took a state. */
  #follow(owner: Owner, row: CompositeAlarmRow, suppressor: AlarmRow): void {
    if (!row.suppression) return;
    const suppresses = suppressor.state.value === 'ALARM';
    if (suppresses) this.#set(owner, row, 'Alarm', row.suppression.previous);
    else if (row.suppression.by === 'Alarm') {
      this.#set(owner, row, 'ExtensionPeriod', row.suppression.previous);
    }
  }

  #set(owner: Owner, row: CompositeAlarmRow, by: Suppression['by'], previous: StateRecord): void {
    this.#stopWaiting(row);
    const { waitSeconds = 0, extensionSeconds = 0 } = row.suppressor ?? {};
    const { clock, book, timeScale } = this.#parts;
    const reason = `Actions suppressed by ${by}`;
    if (by === 'Alarm') {
      book.put(owner, { ...row, suppression: { by, reason, previous } });
      return;
    }
    const seconds = by === 'WaitPeriod' ? waitSeconds : extensionSeconds;
    if (seconds === 0) {
      this.#release(owner, row, previous);
      return;
    }
    const untilMs = clock.now() + (seconds * 1000) / timeScale;
    book.put(owner, { ...row, suppression: { by, reason, previous, untilMs } });
    this.#wait(owner, row, untilMs);
  }

  #wait(owner: Owner, { arn, name }: CompositeAlarmRow, untilMs: number): void {
    const { clock, book, log } = this.#parts;
    const timer = clock.after(Math.max(0, untilMs - clock.now()), () => {
      this.#timers.delete(arn);
      const row = book.get(owner, name);
      if (row?.kind !== 'composite' || !row.suppression) return;
      try {
        this.#release(owner, row, heldState(row));
      } catch (error) {
        log.error({ error, alarm: arn }, 'held back actions could not be taken');
      }
    });
    this.#timers.set(arn, timer);
  }

  /** Takes the actions of the state the alarm has now. */
  #release(owner: Owner, row: CompositeAlarmRow, previous: StateRecord): void {
    const { clock, book, actions } = this.#parts;
    const { suppression, ...rest } = row;
    const state = suppression ? { ...row.state, updatedMs: clock.now() } : row.state;
    const released = { ...rest, state };
    book.put(owner, released);
    actions.transitioned(owner, released, previous);
  }

  #isSuppressed(owner: Owner, { suppressor }: CompositeAlarmRow): boolean {
    const name = suppressor && alarmNameOf(owner, suppressor.alarm);
    return name !== undefined && this.#parts.book.get(owner, name)?.state.value === 'ALARM';
  }

  #stopWaiting({ arn }: AlarmRow): void {
    this.#timers.get(arn)?.[Symbol.dispose]();
    this.#timers.delete(arn);
  }
}

/** The state as it was while actions were held back. */
const heldState = ({ state, suppression }: CompositeAlarmRow): StateRecord => ({
  ...state,
  ...(suppression && { suppressedBy: suppression.by, suppressedReason: suppression.reason }),
});
