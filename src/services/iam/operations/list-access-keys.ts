import { type Operation, ownUserName } from '../context.ts';
import { paginate, sortedBy } from '../pagination.ts';

/**
 * The access keys of a user, without secrets.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html
 */
export const listAccessKeys: Operation<'ListAccessKeys'> = (input, { call, records }) => {
  const name = ownUserName(input.UserName, call);
  if (name === undefined) return { AccessKeyMetadata: [], IsTruncated: false };
  records.users.get(name);
  const keys = sortedBy(records.keys.of(name), ({ id }) => id);
  const { items, ...page } = paginate(keys, input, ({ id }) => id);
  const metadata = items.map((key) => ({
    UserName: key.userName,
    AccessKeyId: key.id,
    Status: key.active ? ('Active' as const) : ('Inactive' as const),
    CreateDate: new Date(key.createMs),
  }));
  return { AccessKeyMetadata: metadata, ...page };
};
