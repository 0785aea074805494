import type { Operation } from '../context.ts';
import { deleteInline } from '../grants.ts';

/**
 * Takes an inline policy from a group.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteGroupPolicy.html
 */
export const deleteGroupPolicy: Operation<'DeleteGroupPolicy'> = ({ GroupName, PolicyName }, { records }) => {
  records.groups.change(GroupName, (row) => deleteInline(row, 'group', PolicyName));
  return {};
};
