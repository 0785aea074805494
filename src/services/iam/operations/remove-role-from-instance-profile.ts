import type { Operation } from '../context.ts';
import { notFound } from '../faults.ts';

/**
 * Takes the role out of an instance profile.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveRoleFromInstanceProfile.html
 */
export const removeRoleFromInstanceProfile: Operation<'RemoveRoleFromInstanceProfile'> = (
  { InstanceProfileName, RoleName },
  { records },
) => {
  records.profiles.change(InstanceProfileName, (profile) => {
    if (!profile.roles.includes(RoleName)) throw notFound('role', RoleName);
    return { ...profile, roles: profile.roles.filter((name) => name !== RoleName) };
  });
  return {};
};
