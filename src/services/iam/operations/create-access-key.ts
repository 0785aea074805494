import { ALPHANUMERIC, BASE32 } from '../../../kit/index.ts';
import { type Operation, ownUserName } from '../context.ts';
import { quotaExceeded, validationError } from '../faults.ts';
import { limits } from '../limits.ts';

/**
 * Makes an access key; its secret is told this once.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html
 */
export const createAccessKey: Operation<'CreateAccessKey'> = ({ UserName }, { call, ids, records }) => {
  const name = ownUserName(UserName, call);
  if (name === undefined)
    throw validationError('Must specify userName when calling with non-User credentials');
  records.users.get(name);
  if (records.keys.of(name).length >= limits.accessKeysPerUser) {
    throw quotaExceeded('AccessKeysPerUser', limits.accessKeysPerUser);
  }
  const key = {
    id: `AKIA${ids.from(BASE32, 16)}`,
    secret: ids.from(`${ALPHANUMERIC}+/`, 40),
    userName: name,
    active: true,
    createMs: Math.floor(call.timeMs / 1000) * 1000,
  };
  records.keys.put(key);
  return {
    AccessKey: {
      UserName: name,
      AccessKeyId: key.id,
      Status: 'Active',
      SecretAccessKey: key.secret,
      CreateDate: new Date(key.createMs),
    },
  };
};
