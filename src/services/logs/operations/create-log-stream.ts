import type { LogsOperation } from '../context.ts';
import { groupNotFound, streamExists } from '../faults.ts';
import { groupNamed } from '../names.ts';

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogStream.html */
export const createLogStream: LogsOperation<'CreateLogStream'> = async (input, { logs, call }) => {
  await logs.flush();
  const created = logs.createStream(groupNamed(call, input.logGroupName), input.logStreamName);
  if (created === undefined) throw groupNotFound();
  if (!created) throw streamExists();
  return {};
};
