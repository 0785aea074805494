import type { Operation } from '../context.ts';
import { checkAttachable } from '../grants.ts';
import { checkModifiable } from '../role-rules.ts';

/**
 * Sets the permissions boundary of a role.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePermissionsBoundary.html
 */
export const putRolePermissionsBoundary: Operation<'PutRolePermissionsBoundary'> = (
  { RoleName, PermissionsBoundary },
  context,
) => {
  checkAttachable(context, PermissionsBoundary);
  context.records.roles.change(RoleName, (row) => {
    checkModifiable(row);
    return { ...row, boundary: PermissionsBoundary };
  });
  return {};
};
