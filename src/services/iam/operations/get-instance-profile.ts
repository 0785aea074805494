import type { Operation } from '../context.ts';
import { rolesOf } from '../role-rules.ts';
import { toInstanceProfile } from '../translate/entities.ts';

/**
 * An instance profile with its role.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetInstanceProfile.html
 */
export const getInstanceProfile: Operation<'GetInstanceProfile'> = (
  { InstanceProfileName },
  { account, records },
) => {
  const row = records.profiles.get(InstanceProfileName);
  return { InstanceProfile: toInstanceProfile(account, row, rolesOf(records, row)) };
};
