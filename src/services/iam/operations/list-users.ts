import type { Operation } from '../context.ts';
import { paginate } from '../pagination.ts';
import { toListedUser } from '../translate/entities.ts';

/**
 * The users of the account, by name.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html
 */
export const listUsers: Operation<'ListUsers'> = (input, { account, records }) => {
  const { items, ...page } = paginate(records.users.list(input.PathPrefix), input, ({ name }) =>
    name.toLowerCase(),
  );
  return { Users: items.map((row) => toListedUser(account, row)), ...page };
};
