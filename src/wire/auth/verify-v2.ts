import { createHmac } from 'node:crypto';
import type { Received } from '../received.ts';
import { type Signing, queryParameters } from './claims.ts';
import {
  invalidArgument,
  missingToken,
  noDate,
  presignExpired,
  signatureMismatch,
  skewed,
  skewMinutes,
} from './refusals.ts';
import type { AuthTarget } from './target.ts';
import { parseHttpDate } from './time.ts';
import { sameSignature } from './verify-v4.ts';

/** Query parameters that are part of what Version 2 signs. */
const signedParameters = new Set(
  (
    'accelerate acl analytics cors delete inventory lifecycle location logging metrics notification object-lock ' +
    'legal-hold retention partNumber policy policyStatus publicAccessBlock replication requestPayment restore ' +
    'response-cache-control response-content-disposition response-content-encoding response-content-language ' +
    'response-content-type response-expires select select-type tagging torrent uploadId uploads versionId versioning ' +
    'versions website encryption intelligent-tiering ownershipControls'
  ).split(' '),
);

/** A Version 2 request read and its time checked; `verify` throws unless the secret signs it. */
export interface SignedV2 {
  readonly accessKeyId: string;
  readonly sessionToken: string | undefined;
  readonly verify: (secretAccessKey: string) => void;
}

/**
 * S3's Signature Version 2, in the query (which boto3 presigns with by default) or the header.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html
 */
export function verifyV2(
  received: Received,
  target: AuthTarget,
  signing: Extract<Signing, { way: 'v2' }>,
  nowMs: number,
): SignedV2 {
  const claims = signing.query
    ? queryClaims(signing.query, target, nowMs)
    : headerClaims(received, target, signing.authorization ?? '', nowMs);
  const { accessKeyId, signature, sessionToken, time } = claims;
  const stringToSign = [
    received.method,
    received.headers.get('content-md5') ?? '',
    received.headers.get('content-type') ?? '',
    time,
    `${amzHeaders(received, signing.query)}${resource(received, target)}`,
  ].join('\n');
  return {
    accessKeyId,
    sessionToken,
    verify(secretAccessKey) {
      const expected = createHmac('sha1', secretAccessKey).update(stringToSign, 'latin1').digest('base64');
      if (sameSignature(expected, signature)) return;
      throw signatureMismatch(target, { accessKeyId, signature, stringToSign });
    },
  };
}

interface ClaimsV2 {
  readonly accessKeyId: string;
  readonly signature: string;
  readonly sessionToken: string | undefined;
  /** The third line of the string to sign but one: `Date`, `Expires`, or nothing. */
  readonly time: string;
}

function queryClaims(query: ReadonlyMap<string, string>, target: AuthTarget, nowMs: number): ClaimsV2 {
  const [accessKeyId, signature, time] = ['AWSAccessKeyId', 'Signature', 'Expires'].map((name) =>
    query.get(name),
  );
  if (!accessKeyId || !signature || !time) {
    throw missingToken(target);
  }
  if (!/^\d{1,12}$/.test(time)) throw invalidArgument('Invalid Expires', 'Expires', time);
  const endMs = Number(time) * 1000;
  if (nowMs > endMs) throw presignExpired(target, endMs, '', nowMs);
  return { accessKeyId, signature, sessionToken: query.get('x-amz-security-token'), time };
}

function headerClaims(
  received: Received,
  target: AuthTarget,
  authorization: string,
  nowMs: number,
): ClaimsV2 {
  const [, accessKeyId, signature] = /^AWS ([^:\s]+):(\S+)$/.exec(authorization) ?? [];
  if (!accessKeyId || !signature) {
    throw invalidArgument(
      'AWS authorization header is invalid. Expected AwsAccessKeyId:signature',
      'Authorization',
      authorization,
    );
  }
  const { headers } = received;
  const date = headers.get('x-amz-date') ?? headers.get('date') ?? '';
  const timeMs = parseHttpDate(date);
  if (timeMs === undefined) throw noDate();
  if (Math.abs(nowMs - timeMs) > skewMinutes(target) * 60_000) throw skewed(target, timeMs, nowMs, date);
  const time = headers.has('x-amz-date') ? '' : date;
  return { accessKeyId, signature, sessionToken: headers.get('x-amz-security-token'), time };
}

function amzHeaders(received: Received, query: ReadonlyMap<string, string> | undefined): string {
  const lines = new Map<string, string>();
  for (const [name, value] of query ?? []) {
    if (name.toLowerCase().startsWith('x-amz-')) lines.set(name.toLowerCase(), value);
  }
  for (const name of received.headers.names()) {
    if (name.startsWith('x-amz-'))
      lines.set(
        name,
        received.headers
          .all(name)
          .map((value) => value.trim())
          .join(','),
      );
  }
  return [...lines.keys()]
    .sort()
    .map((name) => `${name}:${lines.get(name)}\n`)
    .join('');
}

function resource(received: Received, target: AuthTarget): string {
  const bucket = target.hostBucket === undefined ? '' : `/${target.hostBucket}`;
  const parameters = [...queryParameters(received.rawQuery)]
    .filter(([name]) => signedParameters.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`));
  return `${bucket}${received.rawPath}${parameters.length > 0 ? `?${parameters.join('&')}` : ''}`;
}
