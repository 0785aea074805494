import type { Operation } from '../context.ts';

/**
 * Takes the permissions boundary from a role.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePermissionsBoundary.html
 */
export const deleteRolePermissionsBoundary: Operation<'DeleteRolePermissionsBoundary'> = (
  { RoleName },
  { records },
) => {
  records.roles.change(RoleName, ({ boundary: _gone, ...row }) => row);
  return {};
};
