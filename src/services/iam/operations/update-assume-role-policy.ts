import type { Operation } from '../context.ts';
import { checkModifiable, checkTrust } from '../role-rules.ts';

/**
 * Changes who may assume a role.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html
 */
export const updateAssumeRolePolicy: Operation<'UpdateAssumeRolePolicy'> = (
  { RoleName, PolicyDocument },
  context,
) => {
  checkTrust(context, PolicyDocument);
  context.records.roles.change(RoleName, (row) => {
    checkModifiable(row);
    return { ...row, trust: PolicyDocument };
  });
  return {};
};
