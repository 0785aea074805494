import type { Store } from '../../../store/index.ts';
import type { Place } from '../arns.ts';
import type { PolicyAlarms } from '../policies/alarms.ts';
import { type PolicyRow, policyId } from '../records/policy.ts';
import { type AllRecords, ScalingRecords } from '../records/records.ts';
import { scheduledActionId } from '../records/scheduled-action.ts';
import { type TargetKey, targetId } from '../records/target.ts';

/** What removing stands on. */
export interface RemovalParts {
  readonly store: Store;
  readonly records: AllRecords;
  readonly alarms: PolicyAlarms;
}

/** Removes a target with its policies, their alarms and its scheduled actions. */
export async function removeTarget(
  { store, records: all, alarms }: RemovalParts,
  place: Place,
  key: TargetKey,
): Promise<void> {
  const records = new ScalingRecords(all, place);
  const policies = records.policiesOf(key);
  store.transaction(() => {
    for (const { name } of policies) records.policies.delete(policyId(key, name));
    for (const { name } of records.scheduledActionsOf(key)) {
      records.scheduledActions.delete(scheduledActionId(key, name));
    }
    records.targets.delete(targetId(key));
  });
  await alarms.remove({ ...key, ...place }, policies.flatMap(alarmsOf));
}

/** The alarms that were made for a policy. */
export const alarmsOf = (policy: PolicyRow) =>
  policy.type === 'TargetTrackingScaling' ? [policy.high, ...(policy.low ? [policy.low] : [])] : [];
