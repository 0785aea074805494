import type { Clock } from '../../../kit/index.ts';
import type { Caller, CredentialSource, FoundCredential } from '../../../wire/index.ts';
import type { IamRecords } from '../records/records.ts';
import { entityArn } from '../records/rows.ts';
import type { Session } from './session.ts';
import type { SessionTokens } from './session-tokens.ts';

/** The root user's key, made by the server at its first start. */
export interface RootCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** 12 digits */
  readonly account: string;
}

/** Finds the secret and the caller behind an access key: the root's, a 12-digit account's, a user's, or a session's. */
export class Credentials implements CredentialSource {
  readonly #root: RootCredentials;
  readonly #records: IamRecords;
  readonly #tokens: SessionTokens;
  readonly #clock: Clock;
  readonly #sessions = new WeakMap<Session, Found>();

  constructor(root: RootCredentials, records: IamRecords, tokens: SessionTokens, clock: Clock) {
    this.#root = root;
    this.#records = records;
    this.#tokens = tokens;
    this.#clock = clock;
  }

  find(accessKeyId: string, sessionToken: string | undefined): FoundCredential {
    if (accessKeyId.startsWith('ASIA')) return this.#findSession(accessKeyId, sessionToken);
    if (accessKeyId === this.#root.accessKeyId) return this.#rootOf(this.#root.account, accessKeyId);
    const key = this.#records.accessKey(accessKeyId);
    if (key)
      return key.active
        ? this.#userOf(key.account, key.userName, key.secret, key.id)
        : { outcome: 'unknown' };
    if (/^\d{12}$/.test(accessKeyId)) return this.#rootOf(accessKeyId, accessKeyId);
    return { outcome: 'unknown' };
  }

  #rootOf(account: string, accessKeyId: string): FoundCredential {
    const caller: Caller = { ...rootCaller(account), accessKeyId };
    return { outcome: 'found', secretAccessKey: this.#root.secretAccessKey, caller };
  }

  #userOf(account: string, userName: string, secretAccessKey: string, accessKeyId: string): FoundCredential {
    const user = this.#records.in(account).users.find(userName);
    if (!user) return { outcome: 'unknown' };
    const arn = entityArn(account, 'user', user);
    return {
      outcome: 'found',
      secretAccessKey,
      caller: { kind: 'user', account, arn, userId: user.id, accessKeyId },
    };
  }

  #findSession(accessKeyId: string, token: string | undefined): FoundCredential {
    if (token === undefined) return { outcome: 'unknown' };
    const session = this.#tokens.open(token);
    if (!session) return { outcome: 'malformed-token' };
    if (session.accessKeyId !== accessKeyId) return { outcome: 'unknown' };
    if (session.expiresMs <= this.#clock.now()) return { outcome: 'expired' };
    let found = this.#sessions.get(session);
    if (!found) {
      found = {
        outcome: 'found',
        secretAccessKey: this.#tokens.secret(accessKeyId),
        caller: callerOf(session),
      };
      this.#sessions.set(session, found);
    }
    return found;
  }
}

type Found = Extract<FoundCredential, { outcome: 'found' }>;

/** The account's root user as a caller. */
export const rootCaller = (account: string): Caller => ({
  kind: 'root',
  account,
  arn: `arn:aws:iam::${account}:root`,
  userId: account,
});

/** A session as a caller. */
export const callerOf = (session: Session): Caller => ({
  kind: session.kind,
  account: session.account,
  arn: session.arn,
  userId: session.userId,
  accessKeyId: session.accessKeyId,
  ...(session.roleArn !== undefined && { roleArn: session.roleArn }),
  session,
});
