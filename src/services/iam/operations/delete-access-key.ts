import { type Operation, ownUserName } from '../context.ts';
import { noSuchEntity } from '../faults.ts';

/**
 * Removes an access key.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html
 */
export const deleteAccessKey: Operation<'DeleteAccessKey'> = (
  { AccessKeyId, UserName },
  { call, records },
) => {
  const key = records.keys.get(AccessKeyId);
  const name = ownUserName(UserName, call);
  if (!key || (name !== undefined && key.userName !== name)) {
    throw noSuchEntity(`The Access Key with id ${AccessKeyId} cannot be found.`);
  }
  records.keys.delete(AccessKeyId);
  return {};
};
