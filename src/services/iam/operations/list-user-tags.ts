import type { Operation } from '../context.ts';
import { paginate, sortedBy } from '../pagination.ts';
import { toTags } from '../tags.ts';

/**
 * The tags of a user.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserTags.html
 */
export const listUserTags: Operation<'ListUserTags'> = (input, { records }) => {
  const tags = sortedBy(records.users.get(input.UserName).tags, ({ Key }) => Key);
  const { items, ...page } = paginate(tags, input, ({ Key }) => Key);
  return { Tags: toTags(items), ...page };
};
