import type { Operation } from '../context.ts';
import { paginate, sortedBy } from '../pagination.ts';

/**
 * The names of the inline policies of a group.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupPolicies.html
 */
export const listGroupPolicies: Operation<'ListGroupPolicies'> = (input, { records }) => {
  const names = sortedBy(Object.keys(records.groups.get(input.GroupName).inline), (name) => name);
  const { items, ...page } = paginate(names, input, (name) => name);
  return { PolicyNames: items, ...page };
};
