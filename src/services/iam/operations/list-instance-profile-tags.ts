import type { Operation } from '../context.ts';
import { paginate, sortedBy } from '../pagination.ts';
import { toTags } from '../tags.ts';

/**
 * The tags of an instance profile.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfileTags.html
 */
export const listInstanceProfileTags: Operation<'ListInstanceProfileTags'> = (input, { records }) => {
  const tags = sortedBy(records.profiles.get(input.InstanceProfileName).tags, ({ Key }) => Key);
  const { items, ...page } = paginate(tags, input, ({ Key }) => Key);
  return { Tags: toTags(items), ...page };
};
