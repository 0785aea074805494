import type { Operation } from '../context.ts';
import { paginate, sortedBy } from '../pagination.ts';
import { toTags } from '../tags.ts';

/**
 * The tags of a role.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoleTags.html
 */
export const listRoleTags: Operation<'ListRoleTags'> = (input, { records }) => {
  const tags = sortedBy(records.roles.get(input.RoleName).tags, ({ Key }) => Key);
  const { items, ...page } = paginate(tags, input, ({ Key }) => Key);
  return { Tags: toTags(items), ...page };
};
