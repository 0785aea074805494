import type { Operation } from '../context.ts';
import { paginate } from '../pagination.ts';
import { toGroup } from '../translate/entities.ts';

/**
 * The groups of the account, by name.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroups.html
 */
export const listGroups: Operation<'ListGroups'> = (input, { account, records }) => {
  const { items, ...page } = paginate(records.groups.list(input.PathPrefix), input, ({ name }) =>
    name.toLowerCase(),
  );
  return { Groups: items.map((row) => toGroup(account, row)), ...page };
};
