import type { Operation } from '../context.ts';
import { quotaExceeded } from '../faults.ts';
import { limits } from '../limits.ts';

/**
 * Puts a user into a group.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddUserToGroup.html
 */
export const addUserToGroup: Operation<'AddUserToGroup'> = ({ GroupName, UserName }, { records }) => {
  records.groups.get(GroupName);
  records.users.change(UserName, (user) => {
    if (user.groups.includes(GroupName)) return user;
    if (user.groups.length >= limits.groupsPerUser)
      throw quotaExceeded('GroupsPerUser', limits.groupsPerUser);
    return { ...user, groups: [...user.groups, GroupName] };
  });
  return {};
};
