import type { Operation } from '../context.ts';
import { attach } from '../grants.ts';

/**
 * Attaches a managed policy to a user.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachUserPolicy.html
 */
export const attachUserPolicy: Operation<'AttachUserPolicy'> = ({ UserName, PolicyArn }, context) => {
  context.records.users.change(UserName, (row) => attach(context, 'User', row, PolicyArn));
  return {};
};
