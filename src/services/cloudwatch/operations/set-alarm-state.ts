import type { CloudWatchOperation } from '../context.ts';
import { invalidFormat, noSuchAlarm } from '../faults.ts';

/**
 * The next evaluation says again what is so.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_SetAlarmState.html
 */
export const setAlarmState: CloudWatchOperation<'SetAlarmState'> = (input, { alarms, call }) => {
  const row = alarms.book.get(call, input.AlarmName);
  if (!row) throw noSuchAlarm();
  const { StateReasonData: reasonData } = input;
  if (reasonData !== undefined && !isJson(reasonData))
    throw invalidFormat('StateReasonData was not valid JSON');
  alarms.states.change(call, row, {
    state: input.StateValue,
    reason: input.StateReason,
    ...(reasonData !== undefined && { reasonData }),
  });
  return {};
};

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
