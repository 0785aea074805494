import type { Operation } from '../context.ts';
import { deleteInline } from '../grants.ts';
import { checkModifiable } from '../role-rules.ts';

/**
 * Takes an inline policy from a role.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePolicy.html
 */
export const deleteRolePolicy: Operation<'DeleteRolePolicy'> = ({ RoleName, PolicyName }, { records }) => {
  records.roles.change(RoleName, (row) => {
    checkModifiable(row);
    return deleteInline(row, 'role', PolicyName);
  });
  return {};
};
