import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import type { Caller } from '../call.ts';
import type { HeaderFields, Received } from '../received.ts';
import { type Authenticated, type AuthOptions, createAuthenticator } from './authenticate.ts';
import type { AuthTarget } from './target.ts';

/** Header fields from a list, as they came. For tests. */
export function fields(list: readonly (readonly [string, string])[]): HeaderFields {
  const all = (name: string) => list.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value);
  return {
    get: (name) => all(name)[0],
    all,
    has: (name) => all(name).length > 0,
    names: () => new Set(list.map(([key]) => key.toLowerCase())),
  };
}

/** A request from its parts. For tests. @param body in the pieces it arrives in */
export function request(
  method: string,
  url: string,
  headers: readonly (readonly [string, string])[],
  body: readonly Uint8Array[] | string = [],
): Received {
  const question = url.indexOf('?');
  const pieces = typeof body === 'string' ? [Buffer.from(body)] : body;
  return {
    method,
    rawPath: question < 0 ? url : url.slice(0, question),
    rawQuery: question < 0 ? '' : url.slice(question + 1),
    headers: fields(headers),
    body: Readable.from(pieces, { objectMode: false }),
    origin: { sourceIp: '127.0.0.1', secure: false },
  };
}

/** The caller every test credential belongs to. */
export const someone: Caller = {
  kind: 'user',
  account: '123456789012',
  arn: 'arn:aws:iam::123456789012:user/someone',
  userId: 'AIDAEXAMPLE',
};

/** An authenticator that knows one access key. For tests. */
export function authenticatorFor(
  accessKeyId: string,
  secretAccessKey: string,
  nowMs: number,
  more?: Partial<AuthOptions>,
) {
  return createAuthenticator({
    credentials: {
      find: (id) =>
        id === accessKeyId ? { outcome: 'found', secretAccessKey, caller: someone } : { outcome: 'unknown' },
    },
    nowMs: () => nowMs,
    enforce: true,
    defaultAccount: '000000000000',
    defaultRegion: 'us-east-1',
    ...more,
  });
}

/** A target of S3's. For tests. */
export const s3Target: AuthTarget = {
  service: 's3',
  signingNames: ['s3', 's3express'],
  family: 's3',
  unsignedAllowed: true,
  streaming: false,
  maxBodyBytes: 1 << 20,
};

/** The body that was let in, as text. */
export function textOf({ body }: Authenticated): string {
  assert.ok(Buffer.isBuffer(body));
  return body.toString();
}
