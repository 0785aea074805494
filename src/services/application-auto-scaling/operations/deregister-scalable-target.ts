import type { ScalingOperation } from '../context.ts';
import { noTargetFound } from '../faults.ts';
import { targetId } from '../records/target.ts';
import { targetOf } from '../resources/dimensions.ts';
import { removeTarget } from '../scaling/target-removal.ts';

/** @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DeregisterScalableTarget.html */
export const deregisterScalableTarget: ScalingOperation<'DeregisterScalableTarget'> = async (
  input,
  { call: { account, region }, records, store, all, alarms, scaler, schedules },
) => {
  const key = targetOf(input);
  const place = { account, region };
  if (!records.targets.get(targetId(key))) throw noTargetFound(key);
  await scaler.inTurn({ ...key, ...place }, () => removeTarget({ store, records: all, alarms }, place, key));
  schedules.look();
  return {};
};
