import type { Operation } from '../context.ts';

/**
 * Gives a user another name or path.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateUser.html
 */
export const updateUser: Operation<'UpdateUser'> = (
  { UserName, NewUserName, NewPath },
  { records, transaction },
) => {
  transaction(() => {
    const row = records.users.get(UserName);
    const name = NewUserName ?? row.name;
    records.users.rename(UserName, { ...row, name, path: NewPath ?? row.path });
    for (const key of records.keys.of(UserName)) records.keys.put({ ...key, userName: name });
  });
  return {};
};
