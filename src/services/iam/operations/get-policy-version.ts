import type { Operation } from '../context.ts';
import { anyPolicy } from '../customer-policy.ts';
import { versionNotFound } from '../faults.ts';
import { encodeDocument, toListedVersion } from '../translate/entities.ts';

/**
 * A version of a managed policy with its document.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html
 */
export const getPolicyVersion: Operation<'GetPolicyVersion'> = ({ PolicyArn, VersionId }, context) => {
  const { row } = anyPolicy(context, PolicyArn);
  const version = row.versions.find(({ id }) => id === VersionId);
  if (!version) throw versionNotFound(PolicyArn, VersionId);
  const Document = encodeDocument(version.document);
  return { PolicyVersion: { ...toListedVersion(version, row.defaultVersion), Document } };
};
