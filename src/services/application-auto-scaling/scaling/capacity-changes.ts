import { type Clock, type Ids, type Logger, sleep } from '../../../kit/index.ts';
import { Fault } from '../../../wire/index.ts';
import type { Place } from '../arns.ts';
import { FULFIL_MS, LOOK_MS } from '../limits.ts';
import { type ActivityRow, isUnderWay } from '../records/activity.ts';
import { type AllRecords, ScalingRecords } from '../records/records.ts';
import { type TargetKey, targetId, targetKeyOf } from '../records/target.ts';
import { dimensionOf } from '../resources/dimensions.ts';
import type { CallAsRole, Capacity } from '../resources/resource.ts';
import { Activities } from './activities.ts';

/** What changing capacity stands on. */
export interface ChangeParts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  readonly records: AllRecords;
  readonly call: CallAsRole;
  readonly timeScale: number;
  /** Aborted when the server stops: what is under way goes on at the next start. */
  readonly closing: AbortSignal;
  background(name: string, work: Promise<void>): void;
  /** Told when a change has ended, however. */
  ended(target: TargetKey & Place): void;
  /** Told that the resource is no more. */
  gone(target: TargetKey & Place): Promise<void>;
}

/** Changes capacities and sees that they are fulfilled; each is an activity in the book. */
export class CapacityChanges {
  readonly #parts: ChangeParts;
  /** Targets with a change that is looked at until it is fulfilled, and how many of them. */
  readonly #watched = new Map<string, number>();

  constructor(parts: ChangeParts) {
    this.#parts = parts;
  }

  /** The book of an account and Region. */
  activities(place: Place): Activities {
    const { records, clock, ids } = this.#parts;
    return new Activities(new ScalingRecords(records, place).activities, clock, ids);
  }

  /** Whether the end of a change of the target has not been seen yet, though the resource may have it: its cooldown begins when it is. */
  isWatched(target: TargetKey & Place): boolean {
    return this.#watched.has(keyOf(target));
  }

  /** Asks the service for another capacity; resolves when it has answered, and looks on from then until it is fulfilled. */
  async make(
    target: TargetKey & Place,
    change: {
      readonly from: number;
      readonly to: number;
      readonly byPolicy: boolean;
      readonly cause: string;
    },
  ): Promise<void> {
    const { from, to, byPolicy, cause } = change;
    const row = this.activities(target).add(target, {
      description: `Setting ${dimensionOf(target).capacity} to ${to}.`,
      cause,
      status: 'Pending',
      change: { from, to, byPolicy },
    });
    await this.#ask(target, row, to);
  }

  /** Goes on with what was under way when the last process ended. */
  resume(): void {
    for (const { account, region, row } of this.#parts.records.activities.all()) {
      if (!isUnderWay(row) || !row.change) continue;
      const target = { ...targetKeyOf(row), account, region };
      const work = this.#resume(target, row, row.change.to);
      this.#parts.background(`scale ${row.resourceId}`, work);
    }
  }

  /** Nobody knows whether the service was asked before the last process ended: unless it was, it is asked again. */
  async #resume(target: TargetKey & Place, row: ActivityRow, to: number): Promise<void> {
    const capacity = await dimensionOf(target).read(target, this.#parts.call);
    const asked = row.status === 'InProgress' || !capacity.found || capacity.desired === to;
    return asked ? this.#watch(target, row, to) : this.#ask(target, row, to);
  }

  async #ask(target: TargetKey & Place, row: ActivityRow, to: number): Promise<void> {
    const { call, clock, log } = this.#parts;
    const dimension = dimensionOf(target);
    const activities = this.activities(target);
    try {
      await dimension.set(target, to, call);
    } catch (error) {
      const message = `Failed to set ${dimension.capacity} to ${to}. Reason: ${reasonOf(error, dimension.service)}`;
      log.warn({ resource: target.resourceId, reason: message }, 'a capacity was not changed');
      activities.change(row, { status: 'Failed', message, endMs: clock.now() });
      this.#parts.ended(target);
      if (!(error instanceof Fault)) throw error;
      return;
    }
    const message = `Successfully set ${dimension.capacity} to ${to}. Waiting for change to be fulfilled by ${target.namespace}.`;
    activities.change(row, { status: 'InProgress', message });
    this.#parts.background(`scale ${target.resourceId}`, this.#watch(target, row, to));
  }

  async #watch(target: TargetKey & Place, row: ActivityRow, to: number): Promise<void> {
    const { call, clock, timeScale, closing } = this.#parts;
    const dimension = dimensionOf(target);
    const giveUpMs = row.startMs + FULFIL_MS / timeScale;
    this.#count(target, 1);
    try {
      for (;;) {
        const capacity = await dimension.read(target, call);
        const end = endOf(capacity, to, target.namespace, clock.now() > giveUpMs);
        if (end)
          return await this.#end(target, row, end, `Successfully set ${dimension.capacity} to ${to}. `);
        await sleep(clock, LOOK_MS, closing);
      }
    } catch (error) {
      if (closing.aborted) return;
      const reason = reasonOf(error, dimension.service);
      await this.#end(target, row, { status: 'Failed', message: `Reason: ${reason}` }, '');
      if (!(error instanceof Fault)) throw error;
    } finally {
      this.#count(target, -1);
    }
  }

  async #end(target: TargetKey & Place, row: ActivityRow, end: End, prefix: string): Promise<void> {
    const { clock, records } = this.#parts;
    const endedMs = clock.now();
    this.activities(target).change(row, {
      status: end.status,
      message: prefix + end.message,
      endMs: endedMs,
    });
    const { change } = row;
    if (end.status === 'Successful' && change?.byPolicy) {
      const direction = change.to > change.from ? 'out' : 'in';
      const { targets } = new ScalingRecords(records, target);
      targets.update(targetId(target), (current) => ({
        ...current,
        last: { ...current.last, [direction]: { from: change.from, endedMs } },
      }));
    }
    if (end.gone) await this.#parts.gone(target);
    this.#parts.ended(target);
  }

  #count(target: TargetKey & Place, more: 1 | -1): void {
    const key = keyOf(target);
    const count = (this.#watched.get(key) ?? 0) + more;
    if (count > 0) this.#watched.set(key, count);
    else this.#watched.delete(key);
  }
}

const keyOf = (target: TargetKey & Place): string => `${target.account} ${target.region} ${targetId(target)}`;

interface End {
  readonly status: ActivityRow['status'];
  readonly message: string;
  readonly gone?: true;
}

/** What became of a change; undefined while nothing has. */
function endOf(capacity: Capacity, to: number, namespace: string, late: boolean): End | undefined {
  const unfulfilled = (reason: string): End => ({
    status: 'Unfulfilled',
    message: `Change could not be fulfilled by ${namespace}. Reason: ${reason}`,
  });
  if (!capacity.found) return { ...unfulfilled(capacity.message), gone: true };
  const { desired, running, busy, failure } = capacity;
  if (!busy && desired === to && running === to) {
    return { status: 'Successful', message: `Change successfully fulfilled by ${namespace}.` };
  }
  if (!busy && desired !== to) {
    return failure === undefined
      ? { status: 'Overridden', message: `Found it was later changed to ${desired}.` }
      : unfulfilled(failure);
  }
  return late ? unfulfilled('the change timed out') : undefined;
}

/** An error as an activity tells it. */
function reasonOf(error: unknown, service: string): string {
  if (!(error instanceof Fault)) return 'An internal error occurred.';
  return `${error.message} (Service: ${service}; Status Code: ${error.status}; Error Code: ${error.code})`;
}
