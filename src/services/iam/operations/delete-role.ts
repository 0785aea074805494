import type { Operation } from '../context.ts';
import { deleteConflict } from '../faults.ts';
import { checkBare } from '../grants.ts';
import { checkModifiable } from '../role-rules.ts';

/**
 * Removes a role that has nothing left.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html
 */
export const deleteRole: Operation<'DeleteRole'> = ({ RoleName }, { records }) => {
  const row = records.roles.get(RoleName);
  checkModifiable(row);
  if (records.profiles.list().some(({ roles }) => roles.includes(RoleName))) {
    throw deleteConflict('Cannot delete entity, must remove roles from instance profile first.');
  }
  checkBare(row);
  records.roles.remove(RoleName);
  return {};
};
