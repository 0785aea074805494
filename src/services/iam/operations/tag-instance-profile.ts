import type { Operation } from '../context.ts';
import { withTags } from '../tags.ts';

/**
 * Sets tags of an instance profile.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagInstanceProfile.html
 */
export const tagInstanceProfile: Operation<'TagInstanceProfile'> = (
  { InstanceProfileName, Tags },
  { records },
) => {
  records.profiles.change(InstanceProfileName, (row) => ({ ...row, tags: withTags(row.tags, Tags) }));
  return {};
};
