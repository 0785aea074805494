import type { Operation } from '../context.ts';
import { customerPolicy } from '../customer-policy.ts';
import { versionNotFound } from '../faults.ts';

/**
 * Puts another version of a managed policy in force.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_SetDefaultPolicyVersion.html
 */
export const setDefaultPolicyVersion: Operation<'SetDefaultPolicyVersion'> = (
  { PolicyArn, VersionId },
  context,
) => {
  const { row } = customerPolicy(context, PolicyArn);
  if (!row.versions.some(({ id }) => id === VersionId)) throw versionNotFound(PolicyArn, VersionId);
  const updateMs = Math.floor(context.call.timeMs / 1000) * 1000;
  context.records.policies.change(row.name, (policy) => ({ ...policy, defaultVersion: VersionId, updateMs }));
  return {};
};
