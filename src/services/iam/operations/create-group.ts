import type { Operation } from '../context.ts';
import { quotaExceeded } from '../faults.ts';
import { limits } from '../limits.ts';
import { newEntity } from '../new-entity.ts';
import { toGroup } from '../translate/entities.ts';

/**
 * Makes a group.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateGroup.html
 */
export const createGroup: Operation<'CreateGroup'> = (input, context) => {
  const { account, records } = context;
  if (records.groups.count() >= limits.groups) throw quotaExceeded('GroupsPerAccount', limits.groups);
  const group = { ...newEntity(context, 'AGPA', input.GroupName, input.Path), attached: [], inline: {} };
  records.groups.insert(group);
  return { Group: toGroup(account, group) };
};
