import type { Operation } from '../context.ts';
import { customerPolicy } from '../customer-policy.ts';
import { deleteConflict } from '../faults.ts';
import { policyUses } from '../grants.ts';

/**
 * Removes a managed policy that nothing uses.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html
 */
export const deletePolicy: Operation<'DeletePolicy'> = ({ PolicyArn }, context) => {
  const { row } = customerPolicy(context, PolicyArn);
  const use = policyUses(context.records)(PolicyArn);
  if (use.attachments + use.boundaries > 0)
    throw deleteConflict('Cannot delete a policy attached to entities.');
  if (row.versions.length > 1) {
    throw deleteConflict(
      "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
    );
  }
  context.records.policies.remove(row.name);
  return {};
};
