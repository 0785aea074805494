import type { Operation } from '../context.ts';
import { paginate } from '../pagination.ts';
import { toListedRole } from '../translate/entities.ts';

/**
 * The roles of the account, by name.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html
 */
export const listRoles: Operation<'ListRoles'> = (input, { account, records }) => {
  const { items, ...page } = paginate(records.roles.list(input.PathPrefix), input, ({ name }) =>
    name.toLowerCase(),
  );
  return { Roles: items.map((row) => toListedRole(account, row)), ...page };
};
