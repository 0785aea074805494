import { timingSafeEqual } from 'node:crypto';
import type { Received } from '../received.ts';
import { canonicalRequest, hashLatin1 } from './canonical.ts';
import type { Claims } from './claims.ts';
import {
  headersNotSigned,
  presignExpired,
  presignNotYet,
  signatureMismatch,
  skewed,
  skewMinutes,
  wrongScope,
} from './refusals.ts';
import { hmacHex, type SigningKeys, scopeText } from './signing-key.ts';
import { type AuthTarget, isS3 } from './target.ts';

/** Whether two signatures are the same, in time that does not depend on where they differ. */
export function sameSignature(expected: string, given: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(given)]; // as many characters may be more bytes
  return one.length === other.length && timingSafeEqual(one, other);
}

/** Refuses a request signed for another service, at another time, or with `x-amz-*` fields left out. */
export function checkClaims(claims: Claims, received: Received, target: AuthTarget, nowMs: number): void {
  checkScope(claims, target);
  if (claims.presigned) checkPresignedTime(claims, claims.presigned.expiresSeconds, target, nowMs);
  else if (Math.abs(nowMs - claims.timeMs) > skewMinutes(target) * 60_000) {
    throw skewed(target, claims.timeMs, nowMs, claims.date);
  }
  if (isS3(target)) checkAllSigned(claims, received);
}

function checkScope({ scope, amzDate, date }: Claims, target: AuthTarget): void {
  if (!target.signingNames.includes(scope.service)) {
    const message = isS3(target)
      ? `incorrect service "${scope.service}". This endpoint belongs to "s3".`
      : `Credential should be scoped to correct service: '${target.signingNames[0]}'. `;
    throw wrongScope(target, message);
  }
  if (scope.region === '') throw wrongScope(target, 'Credential should be scoped to a valid region. ');
  const day = amzDate.slice(0, 8);
  if (scope.date === day) return;
  const message = isS3(target)
    ? `Invalid credential date "${scope.date}". This date is not the same as X-Amz-Date: "${day}".`
    : `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${scope.date}' != '${day}', from '${date}'.`;
  throw wrongScope(target, message);
}

function checkPresignedTime(claims: Claims, expiresSeconds: number, target: AuthTarget, nowMs: number): void {
  const endMs = claims.timeMs + expiresSeconds * 1000;
  if (nowMs > endMs) throw presignExpired(target, endMs, String(expiresSeconds), nowMs);
  if (claims.timeMs - nowMs > skewMinutes(target) * 60_000) throw presignNotYet(target, claims.timeMs, nowMs);
}

function checkAllSigned({ signedHeaders }: Claims, received: Received): void {
  const missed: string[] = [];
  for (const name of received.headers.names()) {
    if (name.startsWith('x-amz-') && name !== 'x-amz-content-sha256' && !signedHeaders.includes(name))
      missed.push(name);
  }
  if (missed.length > 0) throw headersNotSigned(missed);
}

/** A verified signature and what the signatures of the chunks that follow build on. */
export interface ChunkSeed {
  readonly signature: string;
  readonly key: Buffer;
  readonly date: string;
  readonly scope: string;
}

/**
 * Recomputes the signature and compares.
 * @param payloadHash the hash of the payload, or the word for it
 * @returns what signed chunks build on
 * @throws Fault when it differs
 */
export function verifyV4(
  claims: Claims,
  received: Received,
  target: AuthTarget,
  secretAccessKey: string,
  payloadHash: string,
  keys: SigningKeys,
): ChunkSeed {
  const canonical = canonicalRequest(received, {
    signedHeaders: claims.signedHeaders,
    payloadHash,
    s3: isS3(target),
    ...(claims.presigned && { without: 'X-Amz-Signature' }),
  });
  const scope = scopeText(claims.scope);
  const date = claims.amzDate;
  const stringToSign = `AWS4-HMAC-SHA256\n${date}\n${scope}\n${hashLatin1(canonical)}`;
  const key = keys.of(secretAccessKey, claims.scope);
  const signature = hmacHex(key, stringToSign);
  if (!sameSignature(signature, claims.signature)) {
    throw signatureMismatch(target, {
      accessKeyId: claims.accessKeyId,
      signature: claims.signature,
      stringToSign,
      canonicalRequest: canonical,
    });
  }
  return { signature, key, date, scope };
}
