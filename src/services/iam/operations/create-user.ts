import type { Operation } from '../context.ts';
import { quotaExceeded } from '../faults.ts';
import { checkAttachable } from '../grants.ts';
import { limits } from '../limits.ts';
import { newEntity } from '../new-entity.ts';
import { newTags } from '../tags.ts';
import { toUser } from '../translate/entities.ts';

/**
 * Makes a user without keys and permissions.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html
 */
export const createUser: Operation<'CreateUser'> = (input, context) => {
  const { account, records } = context;
  if (records.users.count() >= limits.users) throw quotaExceeded('UsersPerAccount', limits.users);
  const boundary = input.PermissionsBoundary;
  if (boundary !== undefined) checkAttachable(context, boundary);
  const user = {
    ...newEntity(context, 'AIDA', input.UserName, input.Path),
    tags: newTags(input.Tags),
    ...(boundary !== undefined && { boundary }),
    groups: [],
    attached: [],
    inline: {},
  };
  records.users.insert(user);
  return { User: toUser(account, user) };
};
