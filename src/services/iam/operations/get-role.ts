import type { Operation } from '../context.ts';
import { entityArn } from '../records/rows.ts';
import { toRole } from '../translate/entities.ts';

/**
 * A role with its trust policy, tags and last use.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html
 */
export const getRole: Operation<'GetRole'> = ({ RoleName }, { account, records, lastUse }) => {
  const row = records.roles.get(RoleName);
  const use = lastUse.of(entityArn(account, 'role', row));
  const RoleLastUsed = use ? { LastUsedDate: new Date(use.timeMs), Region: use.region } : {};
  return { Role: { ...toRole(account, row), RoleLastUsed } };
};
