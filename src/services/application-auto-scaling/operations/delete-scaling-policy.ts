import type { ScalingOperation } from '../context.ts';
import { noPolicyFound } from '../faults.ts';
import { policyId } from '../records/policy.ts';
import { targetOf } from '../resources/dimensions.ts';
import { alarmsOf } from '../scaling/target-removal.ts';

/**
 * Deletes a policy, and the alarms that were made for it.
 * @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DeleteScalingPolicy.html
 */
export const deleteScalingPolicy: ScalingOperation<'DeleteScalingPolicy'> = async (
  input,
  { call: { account, region }, records, alarms, scaler },
) => {
  const key = targetOf(input);
  const target = { ...key, account, region };
  await scaler.inTurn(target, async () => {
    const id = policyId(key, input.PolicyName);
    const row = records.policies.get(id);
    if (!row) throw noPolicyFound(key, input.PolicyName);
    records.policies.delete(id);
    await alarms.remove(target, alarmsOf(row));
  });
  return {};
};
