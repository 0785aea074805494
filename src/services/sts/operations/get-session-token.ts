import type { Operation } from '../context.ts';
import { accessDenied } from '../faults.ts';
import { limits } from '../limits.ts';
import { toCredentials } from '../translate.ts';

/**
 * Temporary credentials for a user or the root user, with the same permissions.
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
 */
export const getSessionToken: Operation<'GetSessionToken'> = (
  { DurationSeconds, SerialNumber },
  { call, identities },
) => {
  const { caller } = call;
  if (caller.session || (caller.kind !== 'user' && caller.kind !== 'root')) {
    throw accessDenied('Cannot call GetSessionToken with session credentials');
  }
  if (SerialNumber !== undefined) {
    throw accessDenied('MultiFactorAuthentication failed with invalid MFA one time pass code.');
  }
  const asked = DurationSeconds ?? limits.sessionTokenSeconds;
  const seconds = caller.kind === 'root' ? Math.min(asked, limits.rootSessionTokenSeconds) : asked;
  const credentials = identities.roles.issue({
    kind: caller.kind,
    account: caller.account,
    arn: caller.arn,
    userId: caller.userId,
    issuedMs: call.timeMs,
    expiresMs: call.timeMs + seconds * 1000,
  });
  return { Credentials: toCredentials(credentials) };
};
