import type { Operation } from '../context.ts';
import { withoutTags } from '../tags.ts';

/**
 * Takes tags from a user.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagUser.html
 */
export const untagUser: Operation<'UntagUser'> = ({ UserName, TagKeys }, { records }) => {
  records.users.change(UserName, (row) => ({ ...row, tags: withoutTags(row.tags, TagKeys) }));
  return {};
};
