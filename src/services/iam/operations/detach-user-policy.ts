import type { Operation } from '../context.ts';
import { detach } from '../grants.ts';

/**
 * Detaches a managed policy from a user.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachUserPolicy.html
 */
export const detachUserPolicy: Operation<'DetachUserPolicy'> = ({ UserName, PolicyArn }, { records }) => {
  records.users.change(UserName, (row) => detach(row, PolicyArn));
  return {};
};
