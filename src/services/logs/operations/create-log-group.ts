import type { LogsOperation } from '../context.ts';
import { groupExists, invalidParameter, notImplemented } from '../faults.ts';
import { groupNamed } from '../names.ts';

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
export const createLogGroup: LogsOperation<'CreateLogGroup'> = (input, { logs, call }) => {
  const { logGroupName, logGroupClass = 'STANDARD', kmsKeyId, tags, deletionProtectionEnabled } = input;
  if (logGroupName.startsWith('aws/'))
    throw invalidParameter("Log group names can't start with the string 'aws/'");
  if (kmsKeyId !== undefined) {
    throw invalidParameter(
      'The specified KMS Key Id could not be found or is not usable by CloudWatch Logs.',
    );
  }
  if (logGroupClass === 'DELIVERY') throw notImplemented('The log group class DELIVERY');
  const created = logs.createGroup(groupNamed(call, logGroupName), logGroupClass, {
    ...(tags && { tags }),
    ...(deletionProtectionEnabled !== undefined && { deletionProtected: deletionProtectionEnabled }),
  });
  if (!created) throw groupExists();
  return {};
};
