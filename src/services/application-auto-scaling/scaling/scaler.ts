import { type Decision, decide } from '../../../engine/scaling/index.ts';
import type { Clock, Ids, Logger } from '../../../kit/index.ts';
import type { Store } from '../../../store/index.ts';
import { Fault } from '../../../wire/index.ts';
import { type Place, readPolicyArn } from '../arns.ts';
import type { PolicyAlarms } from '../policies/alarms.ts';
import type { NotScaled } from '../records/activity.ts';
import { type AllRecords, ScalingRecords } from '../records/records.ts';
import { type TargetKey, type TargetRow, targetId, targetKeyOf } from '../records/target.ts';
import { dimensionOf } from '../resources/dimensions.ts';
import type { CallAsRole } from '../resources/resource.ts';
import { CapacityChanges } from './capacity-changes.ts';
import type { Measure } from './measure.ts';
import { OneByOne } from './one-by-one.ts';
import { signalsFor, type Told, type Trigger } from './signals.ts';
import { alarmsOf, removeTarget } from './target-removal.ts';

/** An alarm's action upon a scaling policy. */
export interface AlarmAction {
  /** The ARN of the policy, with what its alarms add to it. */
  readonly actionArn: string;
  readonly alarmName: string;
  readonly account: string;
  readonly region: string;
  readonly state: Trigger['state'];
}

/** What scaling stands on. */
export interface ScalerParts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  readonly store: Store;
  readonly records: AllRecords;
  readonly call: CallAsRole;
  readonly alarms: PolicyAlarms;
  readonly measure: Measure;
  readonly timeScale: number;
  background(name: string, work: Promise<void>): void;
}

/** Asks `decide` what is to be done when alarms ask, and does it. One target at a time, several targets at once. */
export class Scaler implements Disposable {
  readonly #parts: ScalerParts;
  readonly #changes: CapacityChanges;
  readonly #queue = new OneByOne();
  readonly #closing = new AbortController();
  /** Alarms that asked and have not been heard. */
  readonly #asked = new Map<string, Trigger[]>();
  /** Targets whose bounds were changed while their resource could take no change. */
  readonly #unbounded = new Set<string>();

  constructor(parts: ScalerParts) {
    this.#parts = parts;
    this.#changes = new CapacityChanges({
      ...parts,
      background: (name, work) => parts.background(name, work),
      closing: this.#closing.signal,
      ended: (target) => {
        if (this.#unbounded.delete(keyOf(target))) this.keepBounds(target);
      },
      gone: (target) => removeTarget(parts, target, targetKeyOf(target)),
    });
  }

  /**
   * Takes an alarm's action; what comes of it is an activity.
   * @throws Error when there is no such policy
   */
  onAlarm({ actionArn, alarmName, account, region, state }: AlarmAction): void {
    const place = { account, region };
    const trigger = this.#triggerOf(place, actionArn, alarmName, state);
    if (!trigger) return;
    const target = { ...targetKeyOf(trigger.policy), ...place };
    const asked = this.#asked.get(keyOf(target));
    if (asked) {
      asked.push(trigger);
      return;
    }
    this.#asked.set(keyOf(target), [trigger]);
    this.#enqueue(target, () => this.#answer(target));
  }

  /** Brings the capacity of a target within its bounds. */
  keepBounds(target: TargetKey & Place): void {
    this.#enqueue(target, () => this.#bound(target));
  }

  /** The book of an account and Region. */
  activities(place: Place) {
    return this.#changes.activities(place);
  }

  /** Runs `work` when nothing else is done to the target. */
  inTurn<Result>(target: TargetKey & Place, work: () => Promise<Result>): Promise<Result> {
    return this.#queue.run(keyOf(target), work);
  }

  /** Goes on with what was under way when the last process ended. */
  resume(): void {
    this.#changes.resume();
  }

  [Symbol.dispose](): void {
    this.#closing.abort(new Error('scaling stops'));
  }

  #enqueue(target: TargetKey & Place, work: () => Promise<void>): void {
    const attempt = async () => {
      if (this.#closing.signal.aborted) return;
      try {
        await work();
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        this.#parts.log.warn({ resource: target.resourceId, reason: error.message }, 'scaling was refused');
      }
    };
    this.#parts.background(`scale ${target.resourceId}`, this.inTurn(target, attempt));
  }

  #triggerOf(
    place: Place,
    actionArn: string,
    alarmName: string,
    state: Trigger['state'],
  ): Trigger | undefined {
    const named = readPolicyArn(actionArn);
    if (!named) return undefined;
    const { policies } = new ScalingRecords(this.#parts.records, place);
    const prefix = `${named.namespace} ${named.resourceId} `;
    const policy = policies.list({ prefix }).find(({ row }) => row.arn === named.arn)?.row;
    if (!policy) throw new Error(`No scaling policy found: ${named.arn}`);
    // an alarm of an earlier configuration of the policy has nothing to say any more
    const speaks = policy.type === 'StepScaling' || alarmsOf(policy).some(({ name }) => name === alarmName);
    return speaks ? { policy, alarmName, state } : undefined;
  }

  async #answer(target: TargetKey & Place): Promise<void> {
    const triggers = this.#asked.get(keyOf(target)) ?? [];
    this.#asked.delete(keyOf(target));
    const { clock, records: all, call, timeScale } = this.#parts;
    const records = new ScalingRecords(all, target);
    const row = records.targets.get(targetId(target));
    if (!row) return;
    const capacity = await dimensionOf(row).read(target, call);
    if (!capacity.found) return removeTarget(this.#parts, target, targetKeyOf(target));
    const unseen = capacity.running === capacity.desired && this.#changes.isWatched(target);
    const told = await signalsFor(this.#parts, target, records.policiesOf(target), triggers);
    const decision = decide({
      nowMs: clock.now(),
      capacity: capacity.desired,
      bounds: row,
      busy: capacity.busy || unseen,
      suspended: row.suspended,
      signals: told.map(({ signal }) => signal),
      last: row.last,
      timeScale,
    });
    await this.#carryOut(decision, target, row, capacity.desired, told);
  }

  async #carryOut(
    decision: Decision,
    target: TargetKey & Place,
    row: TargetRow,
    from: number,
    told: readonly Told[],
  ): Promise<void> {
    if (decision.outcome === 'held') {
      this.#parts.log.debug({ resource: target.resourceId, why: decision.why }, 'nothing is scaled');
      return;
    }
    const cause = causeOf(decision.policy, told);
    if (decision.outcome === 'not-scaled') {
      this.activities(target).notScaled(row, cause, notScaled(decision.reason, row, from));
      return;
    }
    const { capacity: to } = decision;
    this.#parts.log.info({ resource: target.resourceId, from, to, cause }, 'a capacity is changed');
    await this.#changes.make(target, { from, to, byPolicy: true, cause });
  }

  async #bound(target: TargetKey & Place): Promise<void> {
    const { records, call } = this.#parts;
    const row = new ScalingRecords(records, target).targets.get(targetId(target));
    if (!row) return;
    const capacity = await dimensionOf(row).read(target, call);
    if (!capacity.found) return;
    const { desired: from, busy } = capacity;
    const to = Math.min(row.max, Math.max(row.min, from));
    if (to === from) return;
    if (busy) {
      this.#unbounded.add(keyOf(target));
      return;
    }
    const cause = `${to > from ? 'minimum' : 'maximum'} capacity was set to ${to}`;
    await this.#changes.make(target, { from, to, byPolicy: false, cause });
  }
}

const keyOf = (target: TargetKey & Place): string => `${target.account} ${target.region} ${targetId(target)}`;

function causeOf(policy: string, told: readonly Told[]): string {
  const by = told.find(({ signal }) => signal.policy.name === policy);
  return `monitor alarm ${by?.alarmName} in state ${by?.state} triggered policy ${policy}`;
}

function notScaled(
  reason: Extract<Decision, { outcome: 'not-scaled' }>['reason'],
  { min, max }: TargetRow,
  capacity: number,
): NotScaled {
  switch (reason) {
    case 'at-max':
      return { Code: 'AlreadyAtMaxCapacity', MaxCapacity: max };
    case 'at-min':
      return { Code: 'AlreadyAtMinCapacity', MinCapacity: min };
    case 'at-desired':
      return { Code: 'AlreadyAtDesiredCapacity', CurrentCapacity: capacity };
    case 'unscalable':
      return { Code: 'TargetServicePutResourceAsUnscalable' };
  }
}
