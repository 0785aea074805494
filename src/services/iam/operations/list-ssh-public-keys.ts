import { type Operation, ownUserName } from '../context.ts';

/**
 * The SSH keys of a user: none, since none can be made here.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSSHPublicKeys.html
 */
export const listSSHPublicKeys: Operation<'ListSSHPublicKeys'> = (input, { call, records }) => {
  const name = ownUserName(input.UserName, call);
  if (name !== undefined) records.users.get(name);
  return { SSHPublicKeys: [], IsTruncated: false };
};
