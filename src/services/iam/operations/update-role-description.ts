import type { Operation } from '../context.ts';
import { toRole } from '../translate/entities.ts';

/**
 * Changes a role's description.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRoleDescription.html
 */
export const updateRoleDescription: Operation<'UpdateRoleDescription'> = (
  { RoleName, Description },
  { account, records },
) => {
  const row = records.roles.change(RoleName, (role) => ({ ...role, description: Description }));
  return { Role: toRole(account, row) };
};
