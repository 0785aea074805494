import type { Operation } from '../context.ts';
import { paginate, sortedBy } from '../pagination.ts';

/**
 * The names of the inline policies of a role.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRolePolicies.html
 */
export const listRolePolicies: Operation<'ListRolePolicies'> = (input, { records }) => {
  const names = sortedBy(Object.keys(records.roles.get(input.RoleName).inline), (name) => name);
  const { items, ...page } = paginate(names, input, (name) => name);
  return { PolicyNames: items, ...page };
};
