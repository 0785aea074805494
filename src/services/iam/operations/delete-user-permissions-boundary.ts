import type { Operation } from '../context.ts';

/**
 * Takes the permissions boundary from a user.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPermissionsBoundary.html
 */
export const deleteUserPermissionsBoundary: Operation<'DeleteUserPermissionsBoundary'> = (
  { UserName },
  { records },
) => {
  records.users.change(UserName, ({ boundary: _gone, ...row }) => row);
  return {};
};
