import type { Operation } from '../context.ts';
import { putInline } from '../grants.ts';

/**
 * Sets an inline policy of a group.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutGroupPolicy.html
 */
export const putGroupPolicy: Operation<'PutGroupPolicy'> = (
  { GroupName, PolicyName, PolicyDocument },
  context,
) => {
  context.records.groups.change(GroupName, (row) =>
    putInline(context, 'group', row, PolicyName, PolicyDocument),
  );
  return {};
};
