import type { Operation } from '../context.ts';
import { putInline } from '../grants.ts';

/**
 * Sets an inline policy of a user.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPolicy.html
 */
export const putUserPolicy: Operation<'PutUserPolicy'> = (
  { UserName, PolicyName, PolicyDocument },
  context,
) => {
  context.records.users.change(UserName, (row) =>
    putInline(context, 'user', row, PolicyName, PolicyDocument),
  );
  return {};
};
