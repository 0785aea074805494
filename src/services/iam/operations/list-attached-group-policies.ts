import type { Operation } from '../context.ts';
import { paginate } from '../pagination.ts';
import { toAttached } from '../translate/entities.ts';

/**
 * The managed policies attached to a group.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedGroupPolicies.html
 */
export const listAttachedGroupPolicies: Operation<'ListAttachedGroupPolicies'> = (
  input,
  { managed, records },
) => {
  const prefix = input.PathPrefix ?? '/';
  const attached = records.groups
    .get(input.GroupName)
    .attached.filter((arn) => managed.find(arn)?.row.path.startsWith(prefix));
  const { items, ...page } = paginate(toAttached(attached), input, ({ PolicyName }) => PolicyName);
  return { AttachedPolicies: items, ...page };
};
