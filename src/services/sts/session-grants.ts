import type { StsContext } from './context.ts';
import { malformedPolicy, packedPolicyTooLarge, validationError } from './faults.ts';
import { limits } from './limits.ts';

/** What a request wants a session limited to. */
export interface AskedGrants {
  readonly Policy?: string | undefined;
  readonly PolicyArns?: readonly { arn?: string | undefined }[] | undefined;
}

/** The session policies of a request, checked; absent where there are none. @throws Fault */
export function sessionPolicies({ identities }: StsContext, { Policy, PolicyArns }: AskedGrants) {
  const malformed = Policy === undefined ? undefined : identities.malformed(Policy);
  if (malformed !== undefined) throw malformedPolicy(malformed);
  const arns = (PolicyArns ?? []).map(({ arn = '' }) => arn);
  for (const arn of arns) {
    if (!identities.hasManagedPolicy(arn))
      throw malformedPolicy(`Policy ${arn} does not exist or is not attachable.`);
  }
  const percent = packedPercent(Policy, arns);
  if (percent > 100) throw packedPolicyTooLarge(percent);
  return {
    ...(Policy !== undefined && { policies: [Policy] }),
    ...(arns.length > 0 && { policyArns: arns }),
  };
}

/** How much of the room for session policies is taken, per cent. */
export function packedPercent(policy: string | undefined, arns: readonly string[]): number {
  const characters = (policy?.length ?? 0) + arns.reduce((sum, arn) => sum + arn.length, 0);
  return Math.ceil((characters * 100) / limits.policyCharacters);
}

/** Tags of a request as a record. @throws Fault for a key given twice */
export function sessionTags(
  tags: readonly { Key: string | undefined; Value: string | undefined }[] | undefined,
): Record<string, string> {
  const keys = (tags ?? []).map(({ Key = '' }) => Key.toLowerCase());
  if (new Set(keys).size < keys.length) {
    throw validationError('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  }
  return Object.fromEntries((tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
}
