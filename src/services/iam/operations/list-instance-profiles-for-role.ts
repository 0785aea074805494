import type { Operation } from '../context.ts';
import { paginate } from '../pagination.ts';
import { rolesOf } from '../role-rules.ts';
import { toInstanceProfile } from '../translate/entities.ts';

/**
 * The instance profiles a role is in.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfilesForRole.html
 */
export const listInstanceProfilesForRole: Operation<'ListInstanceProfilesForRole'> = (
  input,
  { account, records },
) => {
  records.roles.get(input.RoleName);
  const rows = records.profiles.list().filter(({ roles }) => roles.includes(input.RoleName));
  const { items, ...page } = paginate(rows, input, ({ name }) => name.toLowerCase());
  return {
    InstanceProfiles: items.map((row) => toInstanceProfile(account, row, rolesOf(records, row))),
    ...page,
  };
};
