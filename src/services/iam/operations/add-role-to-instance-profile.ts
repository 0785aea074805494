import type { Operation } from '../context.ts';
import { quotaExceeded } from '../faults.ts';
import { limits } from '../limits.ts';

/**
 * Puts a role into an instance profile.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddRoleToInstanceProfile.html
 */
export const addRoleToInstanceProfile: Operation<'AddRoleToInstanceProfile'> = (
  { InstanceProfileName, RoleName },
  { records },
) => {
  records.roles.get(RoleName);
  records.profiles.change(InstanceProfileName, (profile) => {
    if (profile.roles.length >= limits.rolesPerInstanceProfile) {
      throw quotaExceeded('InstanceSessionsPerInstanceProfile', limits.rolesPerInstanceProfile);
    }
    return { ...profile, roles: [...profile.roles, RoleName] };
  });
  return {};
};
