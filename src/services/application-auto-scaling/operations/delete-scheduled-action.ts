import type { ScalingOperation } from '../context.ts';
import { noScheduledActionFound } from '../faults.ts';
import { scheduledActionId } from '../records/scheduled-action.ts';
import { targetOf } from '../resources/dimensions.ts';

/** @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DeleteScheduledAction.html */
export const deleteScheduledAction: ScalingOperation<'DeleteScheduledAction'> = (
  input,
  { records, schedules },
) => {
  const key = targetOf(input);
  const gone = records.scheduledActions.delete(scheduledActionId(key, input.ScheduledActionName));
  if (!gone) throw noScheduledActionFound(key, input.ScheduledActionName);
  schedules.look();
  return {};
};
