import type { LogsOperation } from '../context.ts';
import { existing, groupIdentified } from '../names.ts';

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogGroupDeletionProtection.html */
export const putLogGroupDeletionProtection: LogsOperation<'PutLogGroupDeletionProtection'> = async (
  { logGroupIdentifier, deletionProtectionEnabled },
  context,
) => {
  await context.logs.flush();
  const group = existing(context, groupIdentified(context.call, logGroupIdentifier));
  context.logs.changeGroup(group, { deletionProtected: deletionProtectionEnabled });
  return {};
};
