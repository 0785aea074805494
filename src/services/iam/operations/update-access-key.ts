import { type Operation, ownUserName } from '../context.ts';
import { noSuchEntity, validationError } from '../faults.ts';

/**
 * Makes an access key active or inactive.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html
 */
export const updateAccessKey: Operation<'UpdateAccessKey'> = (
  { AccessKeyId, Status, UserName },
  { call, records },
) => {
  const key = records.keys.get(AccessKeyId);
  const name = ownUserName(UserName, call);
  if (!key || (name !== undefined && key.userName !== name)) throw accessKeyNotFound(AccessKeyId);
  if (Status === 'Expired') throw validationError('The status of an access key is Active or Inactive.');
  records.keys.put({ ...key, active: Status === 'Active' });
  return {};
};

const accessKeyNotFound = (id: string) => noSuchEntity(`The Access Key with id ${id} cannot be found.`);
