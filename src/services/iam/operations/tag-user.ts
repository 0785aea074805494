import type { Operation } from '../context.ts';
import { withTags } from '../tags.ts';

/**
 * Sets tags of a user.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagUser.html
 */
export const tagUser: Operation<'TagUser'> = ({ UserName, Tags }, { records }) => {
  records.users.change(UserName, (row) => ({ ...row, tags: withTags(row.tags, Tags) }));
  return {};
};
