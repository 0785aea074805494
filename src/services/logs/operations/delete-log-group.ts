import type { LogsOperation } from '../context.ts';
import { groupProtected } from '../faults.ts';
import { existing, groupNamed } from '../names.ts';

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogGroup.html */
export const deleteLogGroup: LogsOperation<'DeleteLogGroup'> = async ({ logGroupName }, context) => {
  await context.logs.flush();
  const group = existing(context, groupNamed(context.call, logGroupName));
  if (group.deletionProtected) throw groupProtected();
  await context.logs.deleteGroup(group);
  return {};
};
