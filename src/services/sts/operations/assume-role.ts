import type { Operation, StsContext } from '../context.ts';
import { accessDenied, validationError } from '../faults.ts';
import { limits } from '../limits.ts';
import type { CallerSession, Role } from '../ports.ts';
import { packedPercent, sessionPolicies, sessionTags } from '../session-grants.ts';
import { toCredentials } from '../translate.ts';

/**
 * Temporary credentials of a role; the role's trust policy and the caller's own have allowed it.
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export const assumeRole: Operation<'AssumeRole'> = (input, context) => {
  const { call, enforce, identities } = context;
  if (enforce && call.caller.kind === 'root')
    throw accessDenied('Roles may not be assumed by root accounts.');
  const role = identities.roles.find(input.RoleArn);
  if (!role) throw accessDenied(notAuthorized(call.caller.arn, input.RoleArn));
  if (input.SerialNumber !== undefined) {
    throw accessDenied('MultiFactorAuthentication failed with invalid MFA one time pass code.');
  }
  const seconds = durationOf(input.DurationSeconds, role, context);
  const grants = sessionPolicies(context, input);
  const sourceIdentity = input.SourceIdentity ?? sessionOf(context).sourceIdentity;
  const arn = `arn:aws:sts::${role.account}:assumed-role/${role.name}/${input.RoleSessionName}`;
  const userId = `${role.id}:${input.RoleSessionName}`;
  const credentials = identities.roles.issue({
    kind: 'assumed-role',
    account: role.account,
    arn,
    userId,
    roleArn: role.arn,
    ...grants,
    ...tagsOf(input, sessionOf(context)),
    ...(sourceIdentity !== undefined && { sourceIdentity }),
    issuedMs: call.timeMs,
    expiresMs: call.timeMs + seconds * 1000,
  });
  return {
    Credentials: toCredentials(credentials),
    AssumedRoleUser: { AssumedRoleId: userId, Arn: arn },
    ...(Object.keys(grants).length > 0 && {
      PackedPolicySize: packedPercent(input.Policy, grants.policyArns ?? []),
    }),
    ...(sourceIdentity !== undefined && { SourceIdentity: sourceIdentity }),
  };
};

const notAuthorized = (who: string, roleArn: string): string =>
  `User: ${who} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`;

const sessionOf = ({ call }: StsContext): CallerSession => (call.caller.session ?? {}) as CallerSession;

function durationOf(asked: number | undefined, role: Role, { call, enforce }: StsContext): number {
  const seconds = asked ?? limits.assumeRoleSeconds;
  if (!enforce) return seconds;
  if (call.caller.kind === 'assumed-role' && seconds > limits.chainedSeconds) {
    throw validationError(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    );
  }
  if (seconds > role.maxSessionSeconds) {
    throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  }
  return seconds;
}

/** The tags asked for, with those that the caller's session hands on. */
function tagsOf(input: Parameters<typeof assumeRole>[0], session: CallerSession) {
  const asked = sessionTags(input.Tags);
  const inherited: Record<string, string> = {};
  for (const key of session.transitiveTags ?? []) {
    const value = session.tags?.[key];
    if (value === undefined) continue;
    if (Object.keys(asked).some((other) => other.toLowerCase() === key.toLowerCase())) {
      throw validationError(
        "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
      );
    }
    inherited[key] = value;
  }
  const tags = { ...inherited, ...asked };
  const transitiveTags = [...Object.keys(inherited), ...(input.TransitiveTagKeys ?? [])];
  if (Object.keys(tags).length > limits.sessionTags) throw validationError('Too many session tags.');
  return {
    ...(Object.keys(tags).length > 0 && { tags }),
    ...(transitiveTags.length > 0 && { transitiveTags }),
  };
}
