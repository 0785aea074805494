import type { Operation } from '../context.ts';
import { paginate, sortedBy } from '../pagination.ts';

/**
 * The names of the inline policies of a user.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserPolicies.html
 */
export const listUserPolicies: Operation<'ListUserPolicies'> = (input, { records }) => {
  const names = sortedBy(Object.keys(records.users.get(input.UserName).inline), (name) => name);
  const { items, ...page } = paginate(names, input, (name) => name);
  return { PolicyNames: items, ...page };
};
