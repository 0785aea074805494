import { type Operation, ownUserName } from '../context.ts';
import { noSuchEntity } from '../faults.ts';

/**
 * The console password of a user: there is none.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetLoginProfile.html
 */
export const getLoginProfile: Operation<'GetLoginProfile'> = ({ UserName }, { call, records }) => {
  const name = ownUserName(UserName, call) ?? '';
  records.users.get(name);
  throw noSuchEntity(`Login Profile for User ${name} cannot be found.`);
};
