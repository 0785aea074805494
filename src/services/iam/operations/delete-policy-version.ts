import type { Operation } from '../context.ts';
import { customerPolicy } from '../customer-policy.ts';
import { deleteConflict, versionNotFound } from '../faults.ts';

/**
 * Removes a version that is not the default.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicyVersion.html
 */
export const deletePolicyVersion: Operation<'DeletePolicyVersion'> = ({ PolicyArn, VersionId }, context) => {
  const { row } = customerPolicy(context, PolicyArn);
  if (!row.versions.some(({ id }) => id === VersionId)) throw versionNotFound(PolicyArn, VersionId);
  if (row.defaultVersion === VersionId)
    throw deleteConflict('Cannot delete the default version of a policy.');
  context.records.policies.change(row.name, (policy) => ({
    ...policy,
    versions: policy.versions.filter(({ id }) => id !== VersionId),
  }));
  return {};
};
