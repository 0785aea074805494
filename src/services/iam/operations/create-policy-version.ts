import type { Operation } from '../context.ts';
import { checkManagedDocument, customerPolicy } from '../customer-policy.ts';
import { limitExceeded } from '../faults.ts';
import { limits } from '../limits.ts';
import { toListedVersion } from '../translate/entities.ts';

/**
 * Adds a version to a managed policy.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicyVersion.html
 */
export const createPolicyVersion: Operation<'CreatePolicyVersion'> = (
  { PolicyArn, PolicyDocument, SetAsDefault },
  context,
) => {
  const { row } = customerPolicy(context, PolicyArn);
  checkManagedDocument(context, PolicyDocument);
  if (row.versions.length >= limits.policyVersions) {
    throw limitExceeded(
      `A managed policy can have up to ${limits.policyVersions} versions. Before you create a new version, you must delete an existing version.`,
    );
  }
  const createMs = Math.floor(context.call.timeMs / 1000) * 1000;
  const version = { id: `v${row.versionCount + 1}`, document: PolicyDocument, createMs };
  const changed = context.records.policies.change(row.name, (policy) => ({
    ...policy,
    versions: [...policy.versions, version],
    versionCount: policy.versionCount + 1,
    defaultVersion: SetAsDefault === true ? version.id : policy.defaultVersion,
    updateMs: createMs,
  }));
  return { PolicyVersion: toListedVersion(version, changed.defaultVersion) };
};
