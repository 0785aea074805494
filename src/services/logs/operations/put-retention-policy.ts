import type { LogsOperation } from '../context.ts';
import { groupNotFound, invalidParameter } from '../faults.ts';
import { RETENTION_DAYS } from '../limits.ts';
import { groupNamed } from '../names.ts';

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export const putRetentionPolicy: LogsOperation<'PutRetentionPolicy'> = async (input, { logs, call }) => {
  const { logGroupName, retentionInDays } = input;
  if (!RETENTION_DAYS.has(retentionInDays)) {
    const valid = [...RETENTION_DAYS].join(', ');
    throw invalidParameter(
      `1 validation error detected: Value '${retentionInDays}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${valid}]`,
    );
  }
  await logs.flush();
  if (!logs.changeGroup(groupNamed(call, logGroupName), { retentionDays: retentionInDays }))
    throw groupNotFound();
  return {};
};
