import { type Operation, ownUserName } from '../context.ts';

/**
 * The MFA devices of a user: none, since none can be made here.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListMFADevices.html
 */
export const listMFADevices: Operation<'ListMFADevices'> = (input, { call, records }) => {
  const name = ownUserName(input.UserName, call);
  if (name !== undefined) records.users.get(name);
  return { MFADevices: [], IsTruncated: false };
};
