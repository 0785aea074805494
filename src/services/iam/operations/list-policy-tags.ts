import type { Operation } from '../context.ts';
import { customerPolicy } from '../customer-policy.ts';
import { paginate, sortedBy } from '../pagination.ts';
import { toTags } from '../tags.ts';

/**
 * The tags of a managed policy.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicyTags.html
 */
export const listPolicyTags: Operation<'ListPolicyTags'> = (input, context) => {
  const tags = sortedBy(customerPolicy(context, input.PolicyArn).row.tags, ({ Key }) => Key);
  const { items, ...page } = paginate(tags, input, ({ Key }) => Key);
  return { Tags: toTags(items), ...page };
};
