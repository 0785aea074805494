import type { Operation } from '../context.ts';
import { putInline } from '../grants.ts';
import { checkModifiable } from '../role-rules.ts';

/**
 * Sets an inline policy of a role.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html
 */
export const putRolePolicy: Operation<'PutRolePolicy'> = (
  { RoleName, PolicyName, PolicyDocument },
  context,
) => {
  context.records.roles.change(RoleName, (row) => {
    checkModifiable(row);
    return putInline(context, 'role', row, PolicyName, PolicyDocument);
  });
  return {};
};
