import type { Operation } from '../context.ts';
import { validationError } from '../faults.ts';

/**
 * Which account an access key belongs to.
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetAccessKeyInfo.html
 */
export const getAccessKeyInfo: Operation<'GetAccessKeyInfo'> = ({ AccessKeyId }, { call, identities }) => {
  const own = call.caller.accessKeyId === AccessKeyId ? call.caller.account : undefined;
  const account = own ?? identities.accountOfKey(AccessKeyId);
  if (account === undefined) throw validationError(`Invalid Access Key Id: ${AccessKeyId}`);
  return { Account: account };
};
