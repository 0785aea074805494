import type { Operation } from '../context.ts';
import { withoutTags } from '../tags.ts';

/**
 * Takes tags from an instance profile.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagInstanceProfile.html
 */
export const untagInstanceProfile: Operation<'UntagInstanceProfile'> = (
  { InstanceProfileName, TagKeys },
  { records },
) => {
  records.profiles.change(InstanceProfileName, (row) => ({ ...row, tags: withoutTags(row.tags, TagKeys) }));
  return {};
};
