import type { Operation } from '../context.ts';

/**
 * Gives a group another name or path.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateGroup.html
 */
export const updateGroup: Operation<'UpdateGroup'> = (
  { GroupName, NewGroupName, NewPath },
  { records, transaction },
) => {
  transaction(() => {
    const row = records.groups.get(GroupName);
    const name = NewGroupName ?? row.name;
    records.groups.rename(GroupName, { ...row, name, path: NewPath ?? row.path });
    for (const user of records.users.list()) {
      if (!user.groups.includes(GroupName)) continue;
      const groups = user.groups.map((group) => (group === GroupName ? name : group));
      records.users.change(user.name, (member) => ({ ...member, groups }));
    }
  });
  return {};
};
