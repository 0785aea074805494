import type { CloudWatchContext, CloudWatchOperation } from '../context.ts';

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_EnableAlarmActions.html */
export const enableAlarmActions: CloudWatchOperation<'EnableAlarmActions'> = ({ AlarmNames }, context) =>
  switchActions(AlarmNames, true, context);

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DisableAlarmActions.html */
export const disableAlarmActions: CloudWatchOperation<'DisableAlarmActions'> = ({ AlarmNames }, context) =>
  switchActions(AlarmNames, false, context);

/** Names of no alarm do not matter. */
function switchActions(
  names: readonly string[],
  actionsEnabled: boolean,
  { alarms, clock, call }: CloudWatchContext,
): Record<string, never> {
  for (const name of new Set(names)) {
    const row = alarms.book.get(call, name);
    if (!row || row.actionsEnabled === actionsEnabled) continue;
    alarms.put(call, { ...row, actionsEnabled, configuredMs: clock.now() });
  }
  return {};
}
