import type { LogsOperation } from '../context.ts';
import { groupProtected, streamNotFound } from '../faults.ts';
import { existing, groupNamed } from '../names.ts';

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogStream.html */
export const deleteLogStream: LogsOperation<'DeleteLogStream'> = async (input, context) => {
  await context.logs.flush();
  const group = existing(context, groupNamed(context.call, input.logGroupName));
  if (group.deletionProtected) throw groupProtected();
  if (!(await context.logs.deleteStream(group, input.logStreamName))) throw streamNotFound();
  return {};
};
