import type { Operation } from '../context.ts';
import { checkModifiable } from '../role-rules.ts';

/**
 * Changes a role's description or longest session.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html
 */
export const updateRole: Operation<'UpdateRole'> = (
  { RoleName, Description, MaxSessionDuration },
  { records },
) => {
  records.roles.change(RoleName, (row) => {
    checkModifiable(row);
    return {
      ...row,
      description: Description ?? row.description ?? '',
      maxSessionSeconds: MaxSessionDuration ?? row.maxSessionSeconds,
    };
  });
  return {};
};
