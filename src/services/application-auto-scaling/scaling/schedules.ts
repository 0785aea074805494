import { nextTime, parseSchedule } from '../../../engine/scaling/index.ts';
import type { Clock, Logger } from '../../../kit/index.ts';
import type { Place } from '../arns.ts';
import { type AllRecords, ScalingRecords } from '../records/records.ts';
import type { ScheduledActionRow } from '../records/scheduled-action.ts';
import { targetId, targetKeyOf } from '../records/target.ts';
import type { Scaler } from './scaler.ts';

/** Timers are set no further ahead; then they look again. */
const FURTHEST_MS = 3_600_000;

/** What schedules stand on. */
export interface ScheduleParts {
  readonly clock: Clock;
  readonly log: Logger;
  readonly records: AllRecords;
  readonly scaler: Scaler;
}

/** Runs scheduled actions when they are due: one timer, for the next of all. */
export class Schedules implements Disposable {
  readonly #parts: ScheduleParts;
  #timer: Disposable | undefined;
  #closed = false;

  constructor(parts: ScheduleParts) {
    this.#parts = parts;
  }

  /** Sets the timer anew: after a start, and when an action has changed. */
  look(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    if (this.#closed) return;
    const due = this.#parts.records.scheduledActions.all().flatMap(({ row }) => row.nextMs ?? []);
    if (due.length === 0) return;
    const delayMs = Math.max(0, Math.min(...due) - this.#parts.clock.now());
    this.#timer = this.#parts.clock.after(Math.min(delayMs, FURTHEST_MS), () => this.#run());
  }

  [Symbol.dispose](): void {
    this.#closed = true;
    this.#timer?.[Symbol.dispose]();
  }

  #run(): void {
    const { clock, log, records } = this.#parts;
    const nowMs = clock.now();
    for (const { account, region, key, row } of records.scheduledActions.all()) {
      if (row.nextMs === undefined || row.nextMs > nowMs) continue;
      const place = { account, region };
      new ScalingRecords(records, place).scheduledActions.update(key, (current) => withNext(current, nowMs));
      try {
        this.#apply(place, row);
      } catch (error) {
        log.error({ error, action: row.name }, 'a scheduled action could not be run');
      }
    }
    this.look();
  }

  #apply(place: Place, action: ScheduledActionRow): void {
    const { records: all, scaler } = this.#parts;
    const { targets } = new ScalingRecords(all, place);
    const row = targets.get(targetId(action));
    if (!row || row.suspended.scheduled) return;
    const bounds = { min: action.min ?? row.min, max: action.max ?? row.max };
    const what = [
      ...(action.min === undefined ? [] : [`min capacity to ${action.min}`]),
      ...(action.max === undefined ? [] : [`max capacity to ${action.max}`]),
    ].join(' and ');
    const told = {
      description: `Setting ${what}`,
      cause: `scheduled action name ${action.name} was triggered`,
    };
    const activities = scaler.activities(place);
    if (bounds.max < bounds.min) {
      const message = `Failed to set ${what}. Reason: Maximum capacity cannot be less than minimum capacity`;
      activities.add(row, { ...told, status: 'Failed', message });
      return;
    }
    targets.update(targetId(row), (current) => ({ ...current, ...bounds }));
    activities.add(row, { ...told, status: 'Successful', message: `Successfully set ${what}` });
    scaler.keepBounds({ ...targetKeyOf(row), ...place });
  }
}

/** The action with the time it is due next after `afterMs`. */
export function withNext(row: ScheduledActionRow, afterMs: number): ScheduledActionRow {
  const { nextMs: _before, ...rest } = row;
  const schedule = parseSchedule(row.schedule);
  const zone = row.timezone ?? 'UTC';
  const from = Math.max(afterMs, (row.startMs ?? 0) - 1);
  const nextMs =
    schedule && nextTime(schedule, { zone, anchorMs: row.startMs ?? row.createdMs, afterMs: from });
  if (nextMs === undefined || (row.endMs !== undefined && nextMs > row.endMs)) return rest;
  return { ...rest, nextMs };
}
