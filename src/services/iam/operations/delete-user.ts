import type { Operation } from '../context.ts';
import { deleteConflict } from '../faults.ts';
import { checkBare } from '../grants.ts';

/**
 * Removes a user that has nothing left.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html
 */
export const deleteUser: Operation<'DeleteUser'> = ({ UserName }, { records }) => {
  const row = records.users.get(UserName);
  if (row.groups.length > 0)
    throw deleteConflict('Cannot delete entity, must remove users from group first.');
  checkBare(row);
  if (records.keys.of(UserName).length > 0) {
    throw deleteConflict('Cannot delete entity, must delete access keys first.');
  }
  records.users.remove(UserName);
  return {};
};
