import type { Operation } from '../context.ts';
import { deleteConflict } from '../faults.ts';

/**
 * Removes an instance profile without a role.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteInstanceProfile.html
 */
export const deleteInstanceProfile: Operation<'DeleteInstanceProfile'> = (
  { InstanceProfileName },
  { records },
) => {
  if (records.profiles.get(InstanceProfileName).roles.length > 0) {
    throw deleteConflict('Cannot delete entity, must remove roles from instance profile first.');
  }
  records.profiles.remove(InstanceProfileName);
  return {};
};
