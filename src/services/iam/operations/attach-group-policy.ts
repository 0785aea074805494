import type { Operation } from '../context.ts';
import { attach } from '../grants.ts';

/**
 * Attaches a managed policy to a group.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachGroupPolicy.html
 */
export const attachGroupPolicy: Operation<'AttachGroupPolicy'> = ({ GroupName, PolicyArn }, context) => {
  context.records.groups.change(GroupName, (row) => attach(context, 'Group', row, PolicyArn));
  return {};
};
