import { isTimeZone, parseSchedule } from '../../../engine/scaling/index.ts';
import { scheduledActionArn } from '../arns.ts';
import type { ScalingContext, ScalingOperation } from '../context.ts';
import { limitExceeded, noTargetRegistered, validation } from '../faults.ts';
import { SCHEDULED_ACTIONS_PER_TARGET } from '../limits.ts';
import { type ScheduledActionRow, scheduledActionId } from '../records/scheduled-action.ts';
import { type TargetKey, targetId } from '../records/target.ts';
import { targetOf } from '../resources/dimensions.ts';
import { withNext } from '../scaling/schedules.ts';

type Input = Parameters<ScalingOperation<'PutScheduledAction'>>[0];

/**
 * Makes or changes a scheduled action. What is not given stays as it was, except for start and end, which go.
 * @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScheduledAction.html
 */
export const putScheduledAction: ScalingOperation<'PutScheduledAction'> = (input, context) => {
  const key = targetOf(input);
  const { records, clock, schedules } = context;
  if (!records.targets.get(targetId(key))) throw noTargetRegistered(key);
  const row = actionOf(key, input, context);
  check(row, input, clock.now());
  records.scheduledActions.put(scheduledActionId(key, row.name), withNext(row, clock.now()));
  schedules.look();
  return {};
};

function actionOf(
  key: TargetKey,
  input: Input,
  { records, call, ids, clock }: ScalingContext,
): ScheduledActionRow {
  const name = input.ScheduledActionName;
  const present = records.scheduledActions.get(scheduledActionId(key, name));
  if (!present && records.scheduledActionsOf(key).length >= SCHEDULED_ACTIONS_PER_TARGET) {
    throw limitExceeded(
      `You've reached the limit of ${SCHEDULED_ACTIONS_PER_TARGET} scheduled actions for a target.`,
    );
  }
  const action = input.ScalableTargetAction ?? { MinCapacity: present?.min, MaxCapacity: present?.max };
  const { StartTime, EndTime } = input;
  const timezone = input.Timezone ?? present?.timezone;
  return {
    ...key,
    name,
    arn: present?.arn ?? scheduledActionArn(call, ids.uuid(), key, name),
    createdMs: present?.createdMs ?? clock.now(),
    schedule: input.Schedule ?? present?.schedule ?? '',
    ...(timezone !== undefined && { timezone }),
    ...(StartTime && { startMs: StartTime.getTime() }),
    ...(EndTime && { endMs: EndTime.getTime() }),
    ...(action.MinCapacity !== undefined && { min: action.MinCapacity }),
    ...(action.MaxCapacity !== undefined && { max: action.MaxCapacity }),
  };
}

function check(row: ScheduledActionRow, input: Input, nowMs: number): void {
  const { schedule, timezone, startMs, endMs, min, max } = row;
  const read = parseSchedule(schedule);
  if (schedule === '') throw validation('Schedule must be specified');
  if (!read) throw validation(`Schedule expression ${schedule} is not valid`);
  if (timezone !== undefined && !isTimeZone(timezone)) throw validation(`Timezone ${timezone} is not valid`);
  if (min === undefined && max === undefined) {
    throw validation('At least one of MinCapacity or MaxCapacity must be specified in ScalableTargetAction');
  }
  if ((min ?? 0) < 0 || (max ?? 0) < 0) throw validation('Capacity cannot be less than 0');
  if (min !== undefined && max !== undefined && max < min) {
    throw validation('Maximum capacity cannot be less than minimum capacity');
  }
  if (endMs !== undefined && endMs <= (startMs ?? nowMs)) throw validation('EndTime must be after StartTime');
  if (read.kind === 'at' && input.Schedule !== undefined && withNext(row, nowMs).nextMs === undefined) {
    throw validation('The scheduled time must be in the future');
  }
}
