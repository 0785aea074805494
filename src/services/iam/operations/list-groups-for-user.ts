import type { Operation } from '../context.ts';
import { paginate, sortedBy } from '../pagination.ts';
import { toGroup } from '../translate/entities.ts';

/**
 * The groups a user is in.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupsForUser.html
 */
export const listGroupsForUser: Operation<'ListGroupsForUser'> = (input, { account, records }) => {
  const groups = records.users.get(input.UserName).groups.flatMap((name) => records.groups.find(name) ?? []);
  const sorted = sortedBy(groups, ({ name }) => name.toLowerCase());
  const { items, ...page } = paginate(sorted, input, ({ name }) => name.toLowerCase());
  return { Groups: items.map((row) => toGroup(account, row)), ...page };
};
