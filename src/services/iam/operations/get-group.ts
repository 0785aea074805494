import type { Operation } from '../context.ts';
import { paginate } from '../pagination.ts';
import { toGroup, toListedUser } from '../translate/entities.ts';

/**
 * A group and its users.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroup.html
 */
export const getGroup: Operation<'GetGroup'> = (input, { account, records }) => {
  const group = records.groups.get(input.GroupName);
  const members = records.users.list().filter(({ groups }) => groups.includes(group.name));
  const { items, ...page } = paginate(members, input, ({ name }) => name.toLowerCase());
  return { Group: toGroup(account, group), Users: items.map((row) => toListedUser(account, row)), ...page };
};
