import type { Operation } from '../context.ts';
import { withTags } from '../tags.ts';

/**
 * Sets tags of a role.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagRole.html
 */
export const tagRole: Operation<'TagRole'> = ({ RoleName, Tags }, { records }) => {
  records.roles.change(RoleName, (row) => ({ ...row, tags: withTags(row.tags, Tags) }));
  return {};
};
