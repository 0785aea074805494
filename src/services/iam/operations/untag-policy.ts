import type { Operation } from '../context.ts';
import { customerPolicy } from '../customer-policy.ts';
import { withoutTags } from '../tags.ts';

/**
 * Takes tags from a managed policy.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagPolicy.html
 */
export const untagPolicy: Operation<'UntagPolicy'> = ({ PolicyArn, TagKeys }, context) => {
  const { row } = customerPolicy(context, PolicyArn);
  context.records.policies.change(row.name, (policy) => ({
    ...policy,
    tags: withoutTags(policy.tags, TagKeys),
  }));
  return {};
};
