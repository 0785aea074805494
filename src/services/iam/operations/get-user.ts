import { type Operation, ownUserName } from '../context.ts';
import { validationError } from '../faults.ts';
import { rootCaller } from '../identity/credentials.ts';
import { toUser } from '../translate/entities.ts';

/**
 * A user; the caller itself when none is named.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html
 */
export const getUser: Operation<'GetUser'> = ({ UserName }, { account, call, records }) => {
  const name = ownUserName(UserName, call);
  if (name !== undefined) return { User: toUser(account, records.users.get(name)) };
  if (call.caller.kind !== 'root')
    throw validationError('Must specify userName when calling with non-User credentials');
  const { arn, userId } = rootCaller(account);
  return { User: { Path: '/', UserName: account, UserId: userId, Arn: arn, CreateDate: new Date(0) } };
};
