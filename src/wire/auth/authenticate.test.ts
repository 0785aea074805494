import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { PassThrough, type Readable } from 'node:stream';
import { test } from 'node:test';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Fault } from '../fault.ts';
import type { Received } from '../received.ts';
import { authenticatorFor, fields, request, s3Target, someone, textOf } from './testing.ts';
import type { AuthTarget, RefusalFamily } from './target.ts';

const nowMs = Date.UTC(2026, 10, 22, 12);
const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' };
const authenticate = authenticatorFor(credentials.accessKeyId, credentials.secretAccessKey, nowMs);
const target = (family: RefusalFamily, more: Partial<AuthTarget> = {}): AuthTarget => ({
  ...s3Target,
  service: family === 's3' ? 's3' : 'sts',
  signingNames: family === 's3' ? ['s3'] : ['sts'],
  family,
  unsignedAllowed: false,
  ...more,
});

interface Sent {
  method: string;
  path: string;
  query: Record<string, string | string[] | null>;
  headers: Record<string, string>;
  body?: unknown;
}

/** What a client of the SDK puts on the wire, signed by it. */
async function sent(
  send: (requestHandler: { handle(request: Sent): Promise<never> }) => Promise<unknown>,
): Promise<Sent> {
  let caught: Sent | undefined;
  const handle = (outgoing: Sent): Promise<never> => {
    caught = outgoing;
    return Promise.reject(new Error('caught'));
  };
  await send({ handle }).catch(() => undefined);
  assert.ok(caught);
  return caught;
}

const clientOptions = (atMs: number) => ({
  region: 'eu-west-1',
  endpoint: 'http://127.0.0.1:4566',
  credentials,
  maxAttempts: 1,
  logger: { debug() {}, info() {}, warn() {}, error() {} },
  systemClockOffset: atMs - Date.now(),
});

const stsRequest = (atMs = nowMs) =>
  sent((requestHandler) =>
    // biome-ignore lint/suspicious/noExplicitAny: a handler that only catches
    new STSClient({ ...clientOptions(atMs), requestHandler: requestHandler as any }).send(
      new GetCallerIdentityCommand({}),
    ),
  );

const s3Request = (input: { Body?: string | Readable; Key?: string; ContentLength?: number }, atMs = nowMs) =>
  sent((requestHandler) =>
    new S3Client({
      ...clientOptions(atMs),
      forcePathStyle: true,
      // biome-ignore lint/suspicious/noExplicitAny: a handler that only catches
      requestHandler: requestHandler as any,
    }).send(new PutObjectCommand({ Bucket: 'b', Key: 'k', ...input })),
  );

function received(
  outgoing: Sent,
  change: { headers?: Record<string, string | undefined>; body?: string; path?: string } = {},
): Received {
  const headers = Object.entries({ ...outgoing.headers, ...change.headers }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const query = Object.entries(outgoing.query).flatMap(([name, value]) =>
    [value].flat().map((one) => `${encodeURIComponent(name)}=${encodeURIComponent(one ?? '')}`),
  );
  const url = `${change.path ?? outgoing.path}${query.length > 0 ? `?${query.join('&')}` : ''}`;
  const body = change.body ?? (outgoing.body as string | undefined) ?? '';
  const made = request(outgoing.method, url, headers, typeof body === 'string' ? body : '');
  return typeof body === 'string' ? made : { ...made, body: body as Readable };
}

const refused = async (promise: Promise<unknown>): Promise<Fault> => {
  const outcome = await promise.then(
    () => undefined,
    (error: Fault) => error,
  );
  assert.ok(outcome, 'was accepted');
  return outcome;
};

test("the SDK's signatures are recognised: query service, S3 with a hash, S3 with a trailer", async () => {
  const sts = await authenticate(received(await stsRequest()), target('query'));
  assert.deepEqual([sts.caller, sts.region], [someone, 'eu-west-1']);
  const plain = await authenticate(
    received(await s3Request({ Body: 'hello', Key: 'a//../b c+%ü' })),
    target('s3'),
  );
  assert.equal(textOf(plain), 'hello');
  const stream = new PassThrough();
  stream.end('streamed');
  const outgoing = await s3Request({ Body: stream, ContentLength: 8 });
  assert.equal(outgoing.headers['x-amz-content-sha256'], 'STREAMING-UNSIGNED-PAYLOAD-TRAILER');
  assert.equal(textOf(await authenticate(received(outgoing), target('s3'))), 'streamed');
});

test('a changed path, header, body or secret is refused in the words of each family', async () => {
  const outgoing = await stsRequest();
  const codes: Record<RefusalFamily, [string, number]> = {
    query: ['SignatureDoesNotMatch', 403],
    json: ['InvalidSignatureException', 400],
    'rest-json': ['InvalidSignatureException', 403],
    s3: ['SignatureDoesNotMatch', 403],
  };
  for (const family of ['query', 'json', 'rest-json'] as const) {
    for (const change of [
      { path: '/x' },
      { body: 'Action=Other' },
      { headers: { 'x-amz-date': '20261122T120001Z' } },
    ]) {
      const fault = await refused(authenticate(received(outgoing, change), target(family)));
      assert.deepEqual([fault.code, fault.status], codes[family]);
    }
  }
  const put = await s3Request({ Body: 'hello' });
  const fault = await refused(authenticate(received(put, { path: '/b/other' }), target('s3')));
  assert.deepEqual([fault.code, fault.status], codes.s3);
  assert.match(
    String(fault.members['StringToSign']),
    /^AWS4-HMAC-SHA256\n20261122T120000Z\n20261122\/eu-west-1\/s3\//,
  );
  assert.match(String(fault.members['CanonicalRequest']), /^PUT\n\/b\/other\n/);
  const other = authenticatorFor(credentials.accessKeyId, 'another', nowMs);
  assert.equal((await refused(other(received(outgoing), target('query')))).code, 'SignatureDoesNotMatch');
});

test('S3: a body that is not the one of its hash is refused, streaming or not', async () => {
  const put = await s3Request({ Body: 'hello' });
  assert.equal(
    (await refused(authenticate(received(put, { body: 'hullo' }), target('s3')))).code,
    'XAmzContentSHA256Mismatch',
  );
  const { body } = await authenticate(received(put, { body: 'hullo' }), target('s3', { streaming: true }));
  const read = (async () => {
    for await (const _ of body as Readable);
  })();
  assert.equal((await refused(read)).code, 'XAmzContentSHA256Mismatch');
});

test('an x-amz field that is not signed is refused by S3', async () => {
  const put = await s3Request({ Body: 'hello' });
  const fault = await refused(
    authenticate(received(put, { headers: { 'x-amz-acl': 'public-read' } }), target('s3')),
  );
  assert.deepEqual([fault.code, fault.members['HeadersNotSigned']], ['AccessDenied', 'x-amz-acl']);
});

test('unknown keys, expired and malformed tokens, in the words of each family', async () => {
  const outgoing = { sts: received(await stsRequest()), s3: received(await s3Request({ Body: 'x' })) };
  const codes: Record<string, Record<RefusalFamily, string>> = {
    unknown: {
      query: 'InvalidClientTokenId 403',
      json: 'UnrecognizedClientException 400',
      'rest-json': 'UnrecognizedClientException 403',
      s3: 'InvalidAccessKeyId 403',
    },
    expired: {
      query: 'ExpiredToken 403',
      json: 'ExpiredTokenException 400',
      'rest-json': 'ExpiredTokenException 403',
      s3: 'ExpiredToken 400',
    },
    'malformed-token': {
      query: 'InvalidClientTokenId 403',
      json: 'UnrecognizedClientException 400',
      'rest-json': 'UnrecognizedClientException 403',
      s3: 'InvalidToken 400',
    },
  };
  for (const [outcome, byFamily] of Object.entries(codes)) {
    const knowing = authenticatorFor('', '', nowMs, {
      credentials: { find: () => ({ outcome: outcome as 'unknown' }) },
    });
    for (const [family, expected] of Object.entries(byFamily) as [RefusalFamily, string][]) {
      const { code, status } = await refused(
        knowing(family === 's3' ? outgoing.s3 : outgoing.sts, target(family)),
      );
      assert.equal(`${code} ${status}`, expected);
    }
  }
});

test('clocks: a few minutes are forgiven, more are not', async () => {
  const minutes = (count: number) => nowMs + count * 60_000;
  for (const count of [-14, 14]) {
    assert.ok(await authenticate(received(await stsRequest(minutes(count))), target('query')));
    assert.ok(await authenticate(received(await s3Request({ Body: 'x' }, minutes(count))), target('s3')));
  }
  const late = await refused(authenticate(received(await stsRequest(minutes(-16))), target('query')));
  assert.deepEqual([late.code, late.status], ['SignatureDoesNotMatch', 403]);
  assert.equal(
    late.message,
    'Signature expired: 20261122T114400Z is now earlier than 20261122T114500Z (20261122T120000Z - 15 min.)',
  );
  const early = await refused(authenticate(received(await stsRequest(minutes(6))), target('rest-json')));
  assert.equal(
    early.message,
    'Signature not yet current: 20261122T120600Z is still later than 20261122T120500Z (20261122T120000Z + 5 min.)',
  );
  const s3 = await refused(authenticate(received(await s3Request({ Body: 'x' }, minutes(20))), target('s3')));
  assert.deepEqual([s3.code, s3.status], ['RequestTimeTooSkewed', 403]);
});

test('no signature: refused, or anonymous where the operation allows it', async () => {
  const bare = () => request('GET', '/b/k', [['host', 'localhost']]);
  const codes = {
    query: 'MissingAuthenticationToken',
    json: 'MissingAuthenticationTokenException',
    s3: 'AccessDenied',
  };
  for (const [family, code] of Object.entries(codes) as [RefusalFamily, string][]) {
    assert.equal((await refused(authenticate(bare(), target(family)))).code, code);
  }
  assert.equal(
    (await authenticate(bare(), target('s3', { unsignedAllowed: true }))).caller.kind,
    'anonymous',
  );
});

test('authorizations that are cut, garbled or of another service are refused', async () => {
  const outgoing = await stsRequest();
  const authorization = outgoing.headers['authorization'] ?? '';
  const table: [change: string, code: string][] = [
    [authorization.replace(/, Signature=.*/, ''), 'IncompleteSignature'],
    [authorization.replace(/SignedHeaders=[^,]*,/, ''), 'IncompleteSignature'],
    [authorization.replace('/aws4_request', ''), 'IncompleteSignature'],
    [authorization.replace('host;', ''), 'IncompleteSignature'],
    ['Bearer abc', 'IncompleteSignature'],
    ['AWS4-HMAC-SHA256 garbage', 'IncompleteSignature'],
    [authorization.replace('/sts/', '/iam/'), 'SignatureDoesNotMatch'],
    [authorization.replace('/20261122/', '/20261121/'), 'SignatureDoesNotMatch'],
  ];
  for (const [value, code] of table) {
    const fault = await refused(
      authenticate(received(outgoing, { headers: { authorization: value } }), target('query')),
    );
    assert.equal(fault.code, code, value);
  }
  const { headers } = outgoing;
  assert.equal(
    (
      await refused(
        authenticate(
          received({ ...outgoing, headers: { ...headers, 'x-amz-date': 'now' } }),
          target('query'),
        ),
      )
    ).code,
    'IncompleteSignature',
  );
});

test('a body larger than the operation takes is refused', async () => {
  const outgoing = await stsRequest();
  assert.equal(
    (await refused(authenticate(received(outgoing), target('query', { maxBodyBytes: 5 })))).status,
    413,
  );
});

test("S3's Version 2: header and query, as the documentation's examples sign them", async () => {
  const example = authenticatorFor(
    'AKIAIOSFODNN7EXAMPLE',
    'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    Date.UTC(2007, 2, 27, 19, 36, 42),
  );
  const v2 = { ...target('s3'), hostBucket: 'awsexamplebucket1' };
  const signed = (
    method: string,
    path: string,
    date: string,
    signature: string,
    more: [string, string][] = [],
  ) =>
    request(method, path, [
      ['Host', 'awsexamplebucket1.us-west-1.s3.amazonaws.com'],
      ['Date', date],
      ...more,
      ['Authorization', `AWS AKIAIOSFODNN7EXAMPLE:${signature}`],
    ]);
  const date = 'Tue, 27 Mar 2007 19:36:42 +0000';
  const stringToSign = `GET\n\n\n${date}\n/awsexamplebucket1/photos/puppy.jpg`;
  const signature = createHmac('sha1', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY')
    .update(stringToSign)
    .digest('base64');
  assert.equal((await example(signed('GET', '/photos/puppy.jpg', date, signature), v2)).caller, someone);
  assert.equal(
    (await refused(example(signed('GET', '/photos/kitten.jpg', date, signature), v2))).code,
    'SignatureDoesNotMatch',
  );

  const expires = Date.UTC(2007, 2, 27, 20) / 1000;
  const query = createHmac('sha1', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY')
    .update(`GET\n\n\n${expires}\n/awsexamplebucket1/k?versionId=3`)
    .digest('base64');
  const presigned = (path: string, end = expires) =>
    request(
      'GET',
      `${path}&AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=${encodeURIComponent(query)}&Expires=${end}`,
      [['Host', 'h']],
    );
  assert.equal((await example(presigned('/k?versionId=3'), v2)).caller, someone);
  assert.equal((await refused(example(presigned('/k?versionId=4'), v2))).code, 'SignatureDoesNotMatch');
  assert.equal((await refused(example(presigned('/k?versionId=3', 1), v2))).message, 'Request has expired');
});

test('enforcement off: anyone, by name where the key tells one, with framing still taken off', async () => {
  const lax = authenticatorFor(credentials.accessKeyId, 'whatever', nowMs, { enforce: false });
  assert.equal((await lax(received(await stsRequest(0)), target('query'))).caller, someone);
  const none = await lax(request('GET', '/', [['host', 'h']]), target('query'));
  assert.deepEqual([none.caller.arn, none.region], ['arn:aws:iam::000000000000:root', 'us-east-1']);
  const named = await lax(
    request('GET', '/', [
      ['authorization', 'AWS4-HMAC-SHA256 Credential=123456789012/20200101/eu-north-1/sts/aws4_request, x'],
    ]),
    target('query'),
  );
  assert.deepEqual([named.caller.account, named.region], ['123456789012', 'eu-north-1']);
  const stream = new PassThrough();
  stream.end('streamed');
  const chunked = await lax(received(await s3Request({ Body: stream, ContentLength: 8 }, 0)), target('s3'));
  assert.equal(textOf(chunked), 'streamed');
});

test('a trailing checksum that is wrong, cut off or not one is refused', async () => {
  const body = 'some bytes';
  const sha1 = createHash('sha1').update(body).digest('base64');
  const anonymous = (trailer: string, more: [string, string][] = []) =>
    authenticate(
      request(
        'PUT',
        '/b/k',
        [
          ['x-amz-content-sha256', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER'],
          ['x-amz-decoded-content-length', String(body.length)],
          ['x-amz-trailer', 'x-amz-checksum-sha1'],
          ...more,
        ],
        `a\r\n${body}\r\n0\r\n${trailer}`,
      ),
      target('s3', { unsignedAllowed: true }),
    );
  assert.equal(textOf(await anonymous(`x-amz-checksum-sha1:${sha1}\r\n\r\n`)), body);
  const table: [trailer: string, code: string][] = [
    [`x-amz-checksum-sha1:${createHash('sha1').digest('base64')}\r\n\r\n`, 'BadDigest'],
    ['x-amz-checksum-sha1:AAAA\r\n\r\n', 'InvalidRequest'],
    ['\r\n', 'MalformedTrailerError'],
    [`x-amz-checksum-sha1:${sha1}\r\n`, 'IncompleteBody'],
    [`x-amz-checksum-sha1:${sha1}\r\n\r\nmore`, 'MalformedTrailerError'],
  ];
  for (const [trailer, code] of table) assert.equal((await refused(anonymous(trailer))).code, code, trailer);
});

test('a client that goes away in the middle is an incomplete body, not a wait for ever', async () => {
  const gone = (path: string, headers: [string, string][], unsignedAllowed: boolean) => {
    const body = new PassThrough();
    const made = { ...request('PUT', path, []), headers: fields(headers), body };
    const outcome = refused(authenticate(made, target('s3', { unsignedAllowed })));
    body.write('5\r\nhel');
    setImmediate(() => body.destroy());
    return outcome;
  };
  const chunked: [string, string][] = [
    ['x-amz-content-sha256', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER'],
    ['x-amz-decoded-content-length', '5'],
  ];
  assert.equal((await gone('/b/k', chunked, true)).code, 'IncompleteBody');
  assert.equal((await gone('/b/k', [], true)).code, 'IncompleteBody');
});

test('a GET of an object that the SDK signs carries the hash of nothing', async () => {
  const outgoing = await sent((requestHandler) =>
    new S3Client({
      ...clientOptions(nowMs),
      forcePathStyle: true,
      // biome-ignore lint/suspicious/noExplicitAny: a handler that only catches
      requestHandler: requestHandler as any,
    }).send(new GetObjectCommand({ Bucket: 'b', Key: 'k', VersionId: 'a+b=c/d' })),
  );
  assert.equal((await authenticate(received(outgoing), target('s3'))).caller, someone);
});
