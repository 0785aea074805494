import type { Operation } from '../context.ts';
import { checkAttachable } from '../grants.ts';

/**
 * Sets the permissions boundary of a user.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPermissionsBoundary.html
 */
export const putUserPermissionsBoundary: Operation<'PutUserPermissionsBoundary'> = (
  { UserName, PermissionsBoundary },
  context,
) => {
  checkAttachable(context, PermissionsBoundary);
  context.records.users.change(UserName, (row) => ({ ...row, boundary: PermissionsBoundary }));
  return {};
};
