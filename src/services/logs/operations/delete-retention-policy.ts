import type { LogsOperation } from '../context.ts';
import { groupNotFound } from '../faults.ts';
import { groupNamed } from '../names.ts';

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteRetentionPolicy.html */
export const deleteRetentionPolicy: LogsOperation<'DeleteRetentionPolicy'> = async (
  input,
  { logs, call },
) => {
  await logs.flush();
  if (!logs.changeGroup(groupNamed(call, input.logGroupName), { retentionDays: null })) throw groupNotFound();
  return {};
};
