import type { Operation } from '../context.ts';
import { noSuchEntity } from '../faults.ts';

/**
 * When, where and for which service an access key was last used.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html
 */
export const getAccessKeyLastUsed: Operation<'GetAccessKeyLastUsed'> = (
  { AccessKeyId },
  { lastUse, records },
) => {
  const key = records.keys.get(AccessKeyId);
  if (!key) throw noSuchEntity(`The Access Key with id ${AccessKeyId} cannot be found.`);
  const use = lastUse.of(AccessKeyId);
  const AccessKeyLastUsed = use
    ? { LastUsedDate: new Date(use.timeMs), ServiceName: use.service, Region: use.region }
    : { ServiceName: 'N/A', Region: 'N/A' };
  return { UserName: key.userName, AccessKeyLastUsed };
};
