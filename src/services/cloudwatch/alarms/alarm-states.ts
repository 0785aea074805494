import { type AlarmState, holds, instant, longDate } from '../../../engine/telemetry/index.ts';
import type { Clock } from '../../../kit/index.ts';
import type { Store } from '../../../store/index.ts';
import {
  type AlarmRow,
  alarmNameOf,
  type CompositeAlarmRow,
  type Owner,
  type StateRecord,
} from '../records/alarm.ts';
import type { AlarmBook } from '../records/alarm-book.ts';
import type { AlarmHistory } from '../records/alarm-history.ts';
import { stateItem } from '../translate/alarm-history.ts';
import type { Suppressions } from './suppression.ts';

/** What changes of states are made with. */
export interface StateParts {
  readonly clock: Clock;
  readonly store: Store;
  readonly book: AlarmBook;
  readonly history: AlarmHistory;
  readonly suppressions: Suppressions;
}

/** A state that an alarm is to take. */
export interface NewState {
  readonly state: AlarmState;
  readonly reason: string;
  readonly reasonData?: string;
}

interface Changed {
  readonly name: string;
  readonly previous: StateRecord;
}

/** Changes the states of alarms, and of those that watch them, all at once; then takes their actions. */
export class AlarmStates {
  readonly #parts: StateParts;

  constructor(parts: StateParts) {
    this.#parts = parts;
  }

  /** Gives an alarm a state. One it has already changes the reason only. */
  change(owner: Owner, row: AlarmRow, next: NewState): void {
    const changed: Changed[] = [];
    this.#parts.store.transaction(() => this.#change(owner, row, next, changed, new Set()));
    for (const { name, previous } of changed) this.#parts.suppressions.transitioned(owner, name, previous);
  }

  /** Judges a composite alarm that was just put. */
  judge(owner: Owner, row: CompositeAlarmRow, done: 'created' | 'updated'): void {
    const state = this.#stateByRule(owner, row);
    if (state === row.state.value) return;
    const reason = `${row.arn} was ${done} and its alarm rule evaluates to ${state}`;
    const children = this.#parts.book.childrenOf(owner, row.name);
    this.change(owner, row, { state, reason, reasonData: triggering(children) });
  }

  #change(owner: Owner, row: AlarmRow, next: NewState, changed: Changed[], path: ReadonlySet<string>): void {
    const { clock, book, history } = this.#parts;
    const nowMs = clock.now();
    const previous = row.state;
    const transitions = previous.value !== next.state;
    const state: StateRecord = {
      value: next.state,
      reason: next.reason,
      ...(next.reasonData !== undefined && { reasonData: next.reasonData }),
      updatedMs: nowMs,
      transitionedMs: transitions ? nowMs : previous.transitionedMs,
    };
    const after = { ...row, state };
    book.put(owner, after);
    if (!transitions) return;
    history.add(owner, after, stateItem(after, previous));
    changed.push({ name: row.name, previous });
    const walked = new Set(path).add(row.name);
    for (const { name } of book.parentsOf(owner, row.name)) {
      // rules in a circle are evaluated no further
      if (!walked.has(name)) this.#childChanged(owner, name, after, changed, walked);
    }
  }

  #childChanged(
    owner: Owner,
    name: string,
    child: AlarmRow,
    changed: Changed[],
    path: ReadonlySet<string>,
  ): void {
    const parent = this.#parts.book.get(owner, name);
    if (parent?.kind !== 'composite') return;
    const state = this.#stateByRule(owner, parent);
    if (state === parent.state.value) return;
    const reason = `${child.arn} transitioned to ${child.state.value} at ${longDate(child.state.updatedMs)}`;
    this.#change(owner, parent, { state, reason, reasonData: triggering([child]) }, changed, path);
  }

  #stateByRule(owner: Owner, { name }: CompositeAlarmRow): AlarmState {
    const { book } = this.#parts;
    const read = book.ruleOf(owner, name);
    const stateOf = (alarm: string) => {
      const known = alarmNameOf(owner, alarm);
      return known === undefined ? undefined : book.get(owner, known)?.state.value;
    };
    return read && holds(read.rule, stateOf) ? 'ALARM' : 'OK';
  }
}

const triggering = (alarms: readonly AlarmRow[]): string =>
  JSON.stringify({
    triggeringAlarms: alarms.map(({ arn, state }) => ({
      arn,
      state: { value: state.value, timestamp: instant(state.updatedMs) },
    })),
  });
