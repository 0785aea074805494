import type { Operation } from '../context.ts';
import { attach } from '../grants.ts';
import { checkModifiable } from '../role-rules.ts';

/**
 * Attaches a managed policy to a role.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html
 */
export const attachRolePolicy: Operation<'AttachRolePolicy'> = ({ RoleName, PolicyArn }, context) => {
  context.records.roles.change(RoleName, (row) => {
    checkModifiable(row);
    return attach(context, 'Role', row, PolicyArn);
  });
  return {};
};
