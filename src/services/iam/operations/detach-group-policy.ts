import type { Operation } from '../context.ts';
import { detach } from '../grants.ts';

/**
 * Detaches a managed policy from a group.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachGroupPolicy.html
 */
export const detachGroupPolicy: Operation<'DetachGroupPolicy'> = ({ GroupName, PolicyArn }, { records }) => {
  records.groups.change(GroupName, (row) => detach(row, PolicyArn));
  return {};
};
