import type { Operation } from '../context.ts';
import { paginate } from '../pagination.ts';
import { toAttached } from '../translate/entities.ts';

/**
 * The managed policies attached to a user.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedUserPolicies.html
 */
export const listAttachedUserPolicies: Operation<'ListAttachedUserPolicies'> = (
  input,
  { managed, records },
) => {
  const prefix = input.PathPrefix ?? '/';
  const attached = records.users
    .get(input.UserName)
    .attached.filter((arn) => managed.find(arn)?.row.path.startsWith(prefix));
  const { items, ...page } = paginate(toAttached(attached), input, ({ PolicyName }) => PolicyName);
  return { AttachedPolicies: items, ...page };
};
