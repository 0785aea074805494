import type { Credentials } from '@aws-sdk/client-sts';
import type { Identities } from './ports.ts';

/** Temporary credentials as STS answers them. */
export const toCredentials = (issued: ReturnType<Identities['roles']['issue']>): Credentials => ({
  AccessKeyId: issued.accessKeyId,
  SecretAccessKey: issued.secretAccessKey,
  SessionToken: issued.sessionToken,
  Expiration: new Date(Math.floor(issued.expiresMs / 1000) * 1000),
});
