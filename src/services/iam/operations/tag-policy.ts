import type { Operation } from '../context.ts';
import { customerPolicy } from '../customer-policy.ts';
import { withTags } from '../tags.ts';

/**
 * Sets tags of a managed policy.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagPolicy.html
 */
export const tagPolicy: Operation<'TagPolicy'> = ({ PolicyArn, Tags }, context) => {
  const { row } = customerPolicy(context, PolicyArn);
  context.records.policies.change(row.name, (policy) => ({ ...policy, tags: withTags(policy.tags, Tags) }));
  return {};
};
