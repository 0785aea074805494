import type { Clock, Ids } from '../../../kit/index.ts';
import type { Records } from '../../../store/index.ts';
import { ACTIVITIES_KEPT_MS, MOST_ACTIVITIES } from '../limits.ts';
import { type ActivityRow, activityId, agePrefix, type NotScaled } from '../records/activity.ts';
import { type TargetKey, targetId, targetKeyOf } from '../records/target.ts';

/** Of so many activities of a namespace the latest of a target is looked for. */
const LOOKED_THROUGH = 500;

/** The book of what was done to targets in one account and Region. */
export class Activities {
  readonly #records: Records<ActivityRow>;
  readonly #clock: Clock;
  readonly #ids: Ids;

  constructor(records: Records<ActivityRow>, clock: Clock, ids: Ids) {
    this.#records = records;
    this.#clock = clock;
    this.#ids = ids;
  }

  /** Writes a new one down, and forgets those that are too old. */
  add(target: TargetKey, activity: Omit<ActivityRow, keyof TargetKey | 'id' | 'startMs'>): ActivityRow {
    const startMs = this.#clock.now();
    this.#forget(target.namespace, startMs);
    const row: ActivityRow = { ...targetKeyOf(target), ...activity, id: this.#ids.uuid(), startMs };
    this.#records.put(activityId(row), row);
    return row;
  }

  /** Writes down what became of one. */
  change(row: ActivityRow, changes: Pick<ActivityRow, 'status'> & Partial<ActivityRow>): void {
    this.#records.update(activityId(row), (current) => ({ ...current, ...changes }));
  }

  /** Writes down that nothing was done, unless the last that was written down of the target says just that. */
  notScaled(target: TargetKey, cause: string, notScaled: NotScaled): void {
    const before = this.#latestOf(target);
    if (before?.notScaled?.Code === notScaled.Code) return;
    this.add(target, {
      description: 'Attempting to scale due to alarm triggered',
      cause,
      // that nothing needed to be done is no failure
      status: notScaled.Code === 'AlreadyAtDesiredCapacity' ? 'Successful' : 'Failed',
      notScaled,
    });
  }

  #latestOf(target: TargetKey): ActivityRow | undefined {
    const id = targetId(target);
    const latest = this.#records.list({ prefix: `${target.namespace} `, limit: LOOKED_THROUGH });
    return latest.find(({ row }) => targetId(row) === id)?.row;
  }

  #forget(namespace: string, nowMs: number): void {
    const prefix = `${namespace} `;
    const after = prefix + agePrefix(nowMs - ACTIVITIES_KEPT_MS);
    for (const { key } of this.#records.list({ prefix, after, limit: 100 })) this.#records.delete(key);
    if (this.#records.count() < MOST_ACTIVITIES) return;
    const oldest = this.#records.list({ prefix }).at(-1);
    if (oldest) this.#records.delete(oldest.key);
  }
}
