import { type Operation, ownUserName } from '../context.ts';

/**
 * The service-specific credentials of a user: none, since none can be made here.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServiceSpecificCredentials.html
 */
export const listServiceSpecificCredentials: Operation<'ListServiceSpecificCredentials'> = (
  input,
  { call, records },
) => {
  const name = ownUserName(input.UserName, call);
  if (name !== undefined) records.users.get(name);
  return { ServiceSpecificCredentials: [] };
};
