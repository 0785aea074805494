import type { Operation } from '../context.ts';
import { deleteInline } from '../grants.ts';

/**
 * Takes an inline policy from a user.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPolicy.html
 */
export const deleteUserPolicy: Operation<'DeleteUserPolicy'> = ({ UserName, PolicyName }, { records }) => {
  records.users.change(UserName, (row) => deleteInline(row, 'user', PolicyName));
  return {};
};
