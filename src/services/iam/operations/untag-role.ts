import type { Operation } from '../context.ts';
import { withoutTags } from '../tags.ts';

/**
 * Takes tags from a role.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagRole.html
 */
export const untagRole: Operation<'UntagRole'> = ({ RoleName, TagKeys }, { records }) => {
  records.roles.change(RoleName, (row) => ({ ...row, tags: withoutTags(row.tags, TagKeys) }));
  return {};
};
