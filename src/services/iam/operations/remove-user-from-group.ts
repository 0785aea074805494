import type { Operation } from '../context.ts';
import { noSuchEntity } from '../faults.ts';

/**
 * Takes a user out of a group.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveUserFromGroup.html
 */
export const removeUserFromGroup: Operation<'RemoveUserFromGroup'> = (
  { GroupName, UserName },
  { records },
) => {
  records.groups.get(GroupName);
  records.users.change(UserName, (user) => {
    if (!user.groups.includes(GroupName)) {
      throw noSuchEntity(`The user with name ${UserName} is not in the group with name ${GroupName}.`);
    }
    return { ...user, groups: user.groups.filter((name) => name !== GroupName) };
  });
  return {};
};
