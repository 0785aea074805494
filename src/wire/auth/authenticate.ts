import { hash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Caller } from '../call.ts';
import type { Received } from '../received.ts';
import { collect, HashCheck, lead } from './body.ts';
import { ChunkDecoder } from './chunked.ts';
import { type Claims, queryParameters, type Signing, signingOf } from './claims.ts';
import type { CredentialSource } from './credentials.ts';
import { type Lax, laxClaims } from './lax.ts';
import { type Payload, payloadHash, payloadOf, payloadOfWord } from './payload.ts';
import { documentTooLarge, expiredToken, malformedToken, missingToken, unknownKey } from './refusals.ts';
import { SigningKeys } from './signing-key.ts';
import { type AuthTarget, isS3 } from './target.ts';
import { verifyV2 } from './verify-v2.ts';
import { type ChunkSeed, checkClaims, verifyV4 } from './verify-v4.ts';

/** What authentication needs to know of the server. */
export interface AuthOptions {
  readonly credentials: CredentialSource;
  /** Wall time, milliseconds since the epoch. */
  readonly nowMs: () => number;
  /** False: any credentials or none are accepted, and a 12-digit access key names the account. */
  readonly enforce: boolean;
  /** 12 digits: the account of those who name none, where that is allowed. */
  readonly defaultAccount: string;
  /** The Region of those who name none. */
  readonly defaultRegion: string;
}

/** A request whose sender is known. */
export interface Authenticated {
  readonly caller: Caller;
  /** The Region of the credential scope, or the default. */
  readonly region: string;
  /**
   * The body with transfer framing (`aws-chunked`) taken off, still compressed if it was. Bytes, verified, unless the target is
   * streaming; then a stream that fails with a Fault at its end when hash, chunk signature or checksum is wrong: what was read
   * must not be acknowledged before it ended.
   */
  readonly body: Buffer | Readable;
}

/** Finds who sent a request. Throws a Fault in the words of the target's family. */
export type Authenticate = (received: Received, target: AuthTarget) => Promise<Authenticated>;

/**
 * Makes what verifies signatures: Signature Version 4 in the header or the query, and S3's Version 2.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
export function createAuthenticator(options: AuthOptions): Authenticate {
  const keys = new SigningKeys();
  return (received, target) =>
    options.enforce ? enforced(received, target, options, keys) : accepted(received, target, options);
}

async function enforced(
  received: Received,
  target: AuthTarget,
  options: AuthOptions,
  keys: SigningKeys,
): Promise<Authenticated> {
  const signing = signingOf(received, target);
  if (signing.way === 'v4') return byV4(received, target, signing.claims, options, keys);
  if (signing.way === 'v2') return byV2(received, target, signing, options);
  if (!target.unsignedAllowed) throw missingToken(target);
  const body = await openBody(received, target, unsignedPayload(received, target), undefined);
  return { caller: ANONYMOUS, region: options.defaultRegion, body };
}

const ANONYMOUS: Caller = { kind: 'anonymous', account: '', arn: '*', userId: 'anonymous' };

async function byV4(
  received: Received,
  target: AuthTarget,
  claims: Claims,
  options: AuthOptions,
  keys: SigningKeys,
): Promise<Authenticated> {
  checkClaims(claims, received, target, options.nowMs());
  const { secretAccessKey, caller } = credentialOf(claims, target, options.credentials);
  const payload = payloadOf(received, target, presignedHash(received, claims));
  const { region } = claims.scope;
  if (payload.kind === 'to-hash') {
    const body = await whole(received.body, target);
    verifyV4(claims, received, target, secretAccessKey, hash('sha256', body, 'hex'), keys);
    return { caller, region, body };
  }
  const word = payloadHash(payload);
  const seed = verifyV4(claims, received, target, secretAccessKey, word, keys);
  return { caller, region, body: await openBody(received, target, payload, seed) };
}

const presignedHash = (received: Received, claims: Claims): string | undefined | null =>
  claims.presigned ? queryParameters(received.rawQuery).get('X-Amz-Content-Sha256') : null;

async function byV2(
  received: Received,
  target: AuthTarget,
  signing: Extract<Signing, { way: 'v2' }>,
  options: AuthOptions,
): Promise<Authenticated> {
  const { accessKeyId, sessionToken, verify } = verifyV2(received, target, signing, options.nowMs());
  const { secretAccessKey, caller } = credentialOf(
    { accessKeyId, sessionToken },
    target,
    options.credentials,
  );
  verify(secretAccessKey);
  const body = await openBody(received, target, unsignedPayload(received, target), undefined);
  return { caller, region: options.defaultRegion, body };
}

function credentialOf(
  { accessKeyId, sessionToken }: Pick<Claims, 'accessKeyId' | 'sessionToken'>,
  target: AuthTarget,
  credentials: CredentialSource,
): { secretAccessKey: string; caller: Caller } {
  const found = credentials.find(accessKeyId, sessionToken);
  switch (found.outcome) {
    case 'found':
      return found;
    case 'expired':
      throw expiredToken(target, sessionToken ?? '');
    case 'malformed-token':
      throw malformedToken(target, sessionToken ?? '');
    case 'unknown':
      throw unknownKey(target, accessKeyId);
  }
}

/** With enforcement off: who the request says it is, its body unframed, nothing verified. */
async function accepted(
  received: Received,
  target: AuthTarget,
  options: AuthOptions,
): Promise<Authenticated> {
  const lax = laxClaims(received);
  const body = await openBody(received, target, unsignedPayload(received, target), undefined);
  return { caller: laxCaller(lax, options), region: lax.region ?? options.defaultRegion, body };
}

function laxCaller({ accessKeyId, sessionToken }: Lax, options: AuthOptions): Caller {
  const found = accessKeyId === undefined ? undefined : options.credentials.find(accessKeyId, sessionToken);
  if (found?.outcome === 'found') return found.caller;
  const account = /^\d{12}$/.test(accessKeyId ?? '') ? accessKeyId! : options.defaultAccount;
  return {
    kind: 'root',
    account,
    arn: `arn:aws:iam::${account}:root`,
    userId: account,
    ...(accessKeyId !== undefined && { accessKeyId }),
  };
}

/** The framing of a body that no signature covers. */
function unsignedPayload(received: Received, target: AuthTarget): Payload {
  const word = received.headers.get('x-amz-content-sha256');
  if (!isS3(target) || !word?.startsWith('STREAMING-')) return { kind: 'unsigned' };
  return payloadOfWord(word, received);
}

function openBody(
  received: Received,
  target: AuthTarget,
  payload: Payload,
  seed: ChunkSeed | undefined,
): Promise<Buffer> | Readable {
  let stream = received.body;
  if (payload.kind === 'chunked') stream = lead(stream, new ChunkDecoder(payload, seed));
  else if (payload.kind === 'hashed') stream = lead(stream, new HashCheck(payload.sha256));
  return target.streaming ? stream : whole(stream, target);
}

const whole = (stream: Readable, target: AuthTarget): Promise<Buffer> =>
  collect(stream, target.maxBodyBytes, isS3(target) ? documentTooLarge : undefined);
