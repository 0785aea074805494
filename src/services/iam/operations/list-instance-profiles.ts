import type { Operation } from '../context.ts';
import { paginate } from '../pagination.ts';
import { rolesOf } from '../role-rules.ts';
import { toInstanceProfile } from '../translate/entities.ts';

/**
 * The instance profiles of the account, by name.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfiles.html
 */
export const listInstanceProfiles: Operation<'ListInstanceProfiles'> = (input, { account, records }) => {
  const { items, ...page } = paginate(records.profiles.list(input.PathPrefix), input, ({ name }) =>
    name.toLowerCase(),
  );
  return {
    InstanceProfiles: items.map((row) => toInstanceProfile(account, row, rolesOf(records, row))),
    ...page,
  };
};
