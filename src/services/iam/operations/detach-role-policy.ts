import type { Operation } from '../context.ts';
import { detach } from '../grants.ts';
import { checkModifiable } from '../role-rules.ts';

/**
 * Detaches a managed policy from a role.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachRolePolicy.html
 */
export const detachRolePolicy: Operation<'DetachRolePolicy'> = ({ RoleName, PolicyArn }, { records }) => {
  records.roles.change(RoleName, (row) => {
    checkModifiable(row);
    return detach(row, PolicyArn);
  });
  return {};
};
