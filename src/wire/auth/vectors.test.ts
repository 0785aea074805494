// Requests and signatures of AWS's published Signature Version 4 test suite (aws-sig-v4-test-suite, kept in awslabs/aws-c-auth,
// Apache-2.0) and of the worked examples in the Amazon S3 documentation, set down as a table.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { authenticatorFor, request, s3Target, someone, textOf } from './testing.ts';
import type { AuthTarget } from './target.ts';

const bytes = (text: string) => Buffer.from(text, 'utf8').toString('latin1');
const unreserved = '-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const token =
  'AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==';

type Vector = [
  name: string,
  method: string,
  url: string,
  signature: string,
  more?: { headers: [string, string][]; signed: string; body?: string },
];

const vanilla = '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31';
const my = (...values: string[]) => values.map((value): [string, string] => ['My-Header1', value]);
const form: [string, string] = ['Content-Type', 'application/x-www-form-urlencoded'];

const suite: Vector[] = [
  ['get-vanilla', 'GET', '/', vanilla],
  ['get-relative', 'GET', '/example/..', vanilla],
  ['get-relative-relative', 'GET', '/example1/example2/../..', vanilla],
  ['get-slash', 'GET', '//', vanilla],
  ['get-slash-dot-slash', 'GET', '/./', vanilla],
  ['get-slashes', 'GET', '//example//', '9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84'],
  [
    'get-slash-pointless-dot',
    'GET',
    '/./example',
    'ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5',
  ],
  ['get-space', 'GET', '/example space/', '652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741'],
  ['get-utf8', 'GET', bytes('/ሴ'), '8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85'],
  [
    'get-vanilla-empty-query-key',
    'GET',
    '/?Param1=value1',
    'a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb',
  ],
  ['get-vanilla-query', 'GET', '/', vanilla],
  [
    'get-vanilla-query-order-key-case',
    'GET',
    '/?Param2=value2&Param1=value1',
    'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  ],
  [
    'get-vanilla-query-order-encoded',
    'GET',
    '/?Param-3=Value3&Param=Value2&%E1%88%B4=Value1',
    '371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac',
  ],
  [
    'get-vanilla-query-unreserved',
    'GET',
    `/?${unreserved}=${unreserved}`,
    '9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197',
  ],
  [
    'get-vanilla-utf8-query',
    'GET',
    bytes('/?ሴ=bar'),
    '2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04',
  ],
  [
    'get-header-key-duplicate',
    'GET',
    '/',
    'c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea',
    { headers: my('value2', 'value2', 'value1'), signed: 'host;my-header1;x-amz-date' },
  ],
  [
    'get-header-value-order',
    'GET',
    '/',
    '08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01',
    { headers: my('value4', 'value1', 'value3', 'value2'), signed: 'host;my-header1;x-amz-date' },
  ],
  [
    'get-header-value-trim',
    'GET',
    '/',
    'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
    {
      headers: [...my(' value1'), ['My-Header2', ' "a   b   c"']],
      signed: 'host;my-header1;my-header2;x-amz-date',
    },
  ],
  ['post-vanilla', 'POST', '/', '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
  [
    'post-vanilla-query',
    'POST',
    '/?Param1=value1',
    '28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11',
  ],
  [
    'post-header-key-sort',
    'POST',
    '/',
    'c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c',
    { headers: my('value1'), signed: 'host;my-header1;x-amz-date' },
  ],
  [
    'post-header-value-case',
    'POST',
    '/',
    'cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d',
    { headers: my('VALUE1'), signed: 'host;my-header1;x-amz-date' },
  ],
  [
    'post-x-www-form-urlencoded',
    'POST',
    '/',
    'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
    { headers: [form], signed: 'content-type;host;x-amz-date', body: 'Param1=value1' },
  ],
  [
    'post-sts-header-before',
    'POST',
    '/',
    '85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead',
    { headers: [['X-Amz-Security-Token', token]], signed: 'host;x-amz-date;x-amz-security-token' },
  ],
  [
    'post-sts-header-after',
    'POST',
    '/',
    '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
    { headers: [['X-Amz-Security-Token', token]], signed: 'host;x-amz-date' },
  ],
];

const service: AuthTarget = {
  service: 'service',
  signingNames: ['service'],
  family: 'rest-json',
  unsignedAllowed: false,
  streaming: false,
  maxBodyBytes: 1000,
};
const suiteAuthenticate = authenticatorFor(
  'AKIDEXAMPLE',
  'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  Date.UTC(2015, 7, 30, 12, 36),
);

test('the published test suite: every signature is recognised, and none of another request', async () => {
  for (const [name, method, url, signature, more] of suite) {
    const received = (path: string) =>
      request(
        method,
        path,
        [
          ['Host', 'example.amazonaws.com'],
          ...(more?.headers ?? []),
          ['X-Amz-Date', '20150830T123600Z'],
          [
            'Authorization',
            `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=${more?.signed ?? 'host;x-amz-date'}, Signature=${signature}`,
          ],
        ],
        more?.body ?? '',
      );
    const found = await suiteAuthenticate(received(url), service);
    assert.deepEqual(
      [found.caller, found.region, textOf(found)],
      [someone, 'us-east-1', more?.body ?? ''],
      name,
    );
    await assert.rejects(
      suiteAuthenticate(received(`/tampered${url}`), service),
      { code: 'InvalidSignatureException' },
      name,
    );
  }
});

test('the published test suite: presigned', async () => {
  const query = (more: string, signature: string) =>
    `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fus-east-1%2Fservice%2Faws4_request&X-Amz-Date=20150830T123600Z&X-Amz-SignedHeaders=host&X-Amz-Expires=3600${more}&X-Amz-Signature=${signature}`;
  const urls = [
    `/?Param2=value2&Param1=value1&${query('', '86012e2c9ad4d77369f5d81c11f75158aae4f895a085212cc6d3f923d300bed5')}`,
    `/?${query('&X-Amz-Security-Token=6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267', '7ff2b50b376cb4d151970630573d6291dc128cc5c2a12ffb237f73cc53f67b6c')}`,
  ];
  for (const url of urls) {
    const found = await suiteAuthenticate(request('GET', url, [['Host', 'example.amazonaws.com']]), service);
    assert.equal(found.caller, someone);
  }
});

const s3Headers = (
  signed: string,
  signature: string,
  sha256: string,
  more: [string, string][],
): [string, string][] => [
  ['Host', 'examplebucket.s3.amazonaws.com'],
  ['x-amz-content-sha256', sha256],
  ['x-amz-date', '20130524T000000Z'],
  ...more,
  [
    'Authorization',
    `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=${signed},Signature=${signature}`,
  ],
];
const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const s3Authenticate = authenticatorFor(
  'AKIAIOSFODNN7EXAMPLE',
  'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  Date.UTC(2013, 4, 24),
);

test("S3's worked examples: get, put, lifecycle, list, presigned", async () => {
  const plain = 'host;x-amz-content-sha256;x-amz-date';
  const requests = [
    request(
      'GET',
      '/test.txt',
      s3Headers(
        'host;range;x-amz-content-sha256;x-amz-date',
        'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
        empty,
        [['Range', 'bytes=0-9']],
      ),
    ),
    request(
      'PUT',
      '/test$file.text',
      s3Headers(
        'date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class',
        '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
        '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
        [
          ['Date', 'Fri, 24 May 2013 00:00:00 GMT'],
          ['x-amz-storage-class', 'REDUCED_REDUNDANCY'],
        ],
      ),
      'Welcome to Amazon S3.',
    ),
    request(
      'GET',
      '/?lifecycle',
      s3Headers(plain, 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543', empty, []),
    ),
    request(
      'GET',
      '/?max-keys=2&prefix=J',
      s3Headers(plain, '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7', empty, []),
    ),
    request(
      'GET',
      '/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
      [['Host', 'examplebucket.s3.amazonaws.com']],
    ),
  ];
  for (const received of requests) assert.equal((await s3Authenticate(received, s3Target)).caller, someone);
});

const chunk = (size: string, signature: string) => `${size};chunk-signature=${signature}\r\n`;
const data = 'a'.repeat(65536);
const chunkedHeaders = (more: [string, string][]): [string, string][] => [
  ['x-amz-storage-class', 'REDUCED_REDUNDANCY'],
  ['Content-Encoding', 'aws-chunked'],
  ['x-amz-decoded-content-length', '66560'],
  ...more,
];

/** S3's worked example of an upload in signed chunks, in pieces of `size`. */
const signedChunks = (size: number, change = (body: string) => body) => {
  const body = Buffer.from(
    change(
      `${chunk('10000', 'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648')}${data}\r\n` +
        `${chunk('400', '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497')}${data.slice(0, 1024)}\r\n` +
        `${chunk('0', 'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9')}\r\n`,
    ),
  );
  const headers = s3Headers(
    'content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class',
    '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
    'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    chunkedHeaders([['Content-Length', '66824']]),
  );
  headers[0] = ['Host', 's3.amazonaws.com'];
  return request('PUT', '/examplebucket/chunkObject.txt', headers, pieces(body, size));
};

/** S3's worked example of an upload in signed chunks with a signed trailer. */
const signedTrailer = (size: number, change = (body: string) => body) => {
  const body = Buffer.from(
    change(
      `${chunk('10000', 'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2')}${data}\r\n` +
        `${chunk('400', '1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7')}${data.slice(0, 1024)}\r\n` +
        `${chunk('0', '2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992')}` +
        'x-amz-checksum-crc32c:sOO8/Q==\r\nx-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n',
    ),
  );
  const headers = s3Headers(
    'content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer',
    '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e',
    'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
    chunkedHeaders([['x-amz-trailer', 'x-amz-checksum-crc32c']]),
  );
  headers[0] = ['Host', 's3.amazonaws.com'];
  return request('PUT', '/examplebucket/chunkObject.txt', headers, pieces(body, size));
};

function pieces(body: Buffer, size: number): Buffer[] {
  const cut: Buffer[] = [];
  for (let at = 0; at < body.length; at += size) cut.push(body.subarray(at, at + size));
  return cut;
}

test("S3's worked examples: signed chunks, with and without a trailer, however they are cut", async () => {
  for (const make of [signedChunks, signedTrailer]) {
    for (const size of [1, 7, 1000, 70_000]) {
      assert.equal(textOf(await s3Authenticate(make(size), s3Target)), data + data.slice(0, 1024));
    }
  }
});

test('changed data, changed or missing chunk signatures, a changed trailer and a cut body are refused', async () => {
  const refused = (received: ReturnType<typeof signedChunks>, code: string) =>
    assert.rejects(async () => s3Authenticate(received, s3Target), { code });
  for (const make of [signedChunks, signedTrailer]) {
    await refused(
      make(1000, (body) => body.replace('aaaa\r\n', 'aaab\r\n')),
      'SignatureDoesNotMatch',
    );
    await refused(
      make(1000, (body) => body.replace(/(chunk-signature=.)./, '$1z')),
      'IncompleteBody',
    );
    await refused(
      make(1000, (body) => body.replace(/\r\n400;chunk-signature=\w+/, '\r\n400')),
      'IncompleteBody',
    );
    for (const cut of [1, 3, 90, 1200, 60_000]) {
      await refused(
        make(1000, (body) => body.slice(0, -cut)),
        'IncompleteBody',
      );
    }
  }
  await refused(
    signedTrailer(7, (body) => body.replace('sOO8', 'sOO9')),
    'SignatureDoesNotMatch',
  );
  await refused(
    signedTrailer(7, (body) => body.replace('-crc32c', '-crc32')),
    'MalformedTrailerError',
  );
  await refused(
    signedTrailer(7, (body) => body.replace(/x-amz-trailer-signature.*\r\n/, '')),
    'MalformedTrailerError',
  );
});
