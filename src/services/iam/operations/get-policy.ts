import type { Operation } from '../context.ts';
import { anyPolicy } from '../customer-policy.ts';
import { policyUses } from '../grants.ts';
import { toPolicy } from '../translate/entities.ts';

/**
 * A managed policy without its document.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicy.html
 */
export const getPolicy: Operation<'GetPolicy'> = ({ PolicyArn }, context) => {
  const policy = anyPolicy(context, PolicyArn);
  return { Policy: toPolicy(policy, policyUses(context.records)(PolicyArn)) };
};
