import { type Operation, ownUserName } from '../context.ts';
import { noSuchEntity } from '../faults.ts';

/**
 * Takes away a user's console password: there is none.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteLoginProfile.html
 */
export const deleteLoginProfile: Operation<'DeleteLoginProfile'> = ({ UserName }, { call, records }) => {
  const name = ownUserName(UserName, call) ?? '';
  records.users.get(name);
  throw noSuchEntity(`Login Profile for User ${name} cannot be found.`);
};
