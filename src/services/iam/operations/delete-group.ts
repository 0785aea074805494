import type { Operation } from '../context.ts';
import { deleteConflict } from '../faults.ts';
import { checkBare } from '../grants.ts';

/**
 * Removes a group that has nothing left.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteGroup.html
 */
export const deleteGroup: Operation<'DeleteGroup'> = ({ GroupName }, { records }) => {
  const row = records.groups.get(GroupName);
  if (records.users.list().some(({ groups }) => groups.includes(GroupName))) {
    throw deleteConflict('Cannot delete entity, must remove users from group first.');
  }
  checkBare(row);
  records.groups.remove(GroupName);
  return {};
};
