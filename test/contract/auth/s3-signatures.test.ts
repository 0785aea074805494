import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { type ChecksumAlgorithm, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { ServiceDefinition } from '../../../src/wire/index.ts';
import { run, without } from '../../other-clients.ts';
import { openIdentityServer } from '../iam/identity-server.ts';

/** Two operations of S3 over a map: enough to see what of a body arrives. */
function store(objects: Map<string, Buffer>): ServiceDefinition {
  const nameOf = ({ Bucket, Key }: { Bucket: string; Key: string }) => `${Bucket}/${Key}`;
  return {
    name: 's3',
    access: () => [],
    operations: {
      PutObject: async (input: { Bucket: string; Key: string; Body: Readable }) => {
        const bytes = await buffer(input.Body);
        objects.set(nameOf(input), bytes);
        return { ETag: '"e"' };
      },
      GetObject: (input: { Bucket: string; Key: string }) => ({
        Body: objects.get(nameOf(input)) ?? Buffer.alloc(0),
      }),
    },
  };
}

async function openStore() {
  const objects = new Map<string, Buffer>();
  const server = await openIdentityServer({ definitions: () => [store(objects)] });
  return { objects, server };
}

test('every trailing checksum the SDK sends is checked and taken off, bodies of any size', async () => {
  const { objects, server } = await openStore();
  await using _ = server;
  const s3 = new S3Client({
    endpoint: server.url,
    region: 'eu-west-1',
    credentials: server.root,
    forcePathStyle: true,
    maxAttempts: 1,
  });
  for (const ChecksumAlgorithm of ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as ChecksumAlgorithm[]) {
    for (const size of [0, 1, 70_000, 300_000]) {
      const body = randomBytes(size);
      const pieces = Array.from({ length: Math.ceil(size / 30_000) }, (_, i) =>
        body.subarray(i * 30_000, (i + 1) * 30_000),
      );
      await s3.send(
        new PutObjectCommand({
          Bucket: 'b',
          Key: 'k',
          Body: Readable.from(pieces, { objectMode: false }),
          ContentLength: size,
          ChecksumAlgorithm,
        }),
      );
      assert.deepEqual(objects.get('b/k'), body);
    }
  }
  const hashed = await s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'a//../b c+%ü', Body: 'hello' }));
  assert.equal(hashed.ETag, '"e"');
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'a//../b c+%ü' }));
  assert.equal(await Body?.transformToString(), 'hello');
  s3.destroy();
});

const PROGRAM = `
import boto3, urllib.request, urllib.error, json
from botocore.config import Config

def code(url, method='GET', data=None):
    try:
        return urllib.request.urlopen(urllib.request.Request(url, method=method, data=data)).read().decode()
    except urllib.error.HTTPError as error:
        body = error.read().decode()
        return body[body.index('<Code>') + 6:body.index('</Code>')]

answers = {}
for version in ['s3', 's3v4']:
    s3 = boto3.client('s3', config=Config(signature_version=version, s3={'addressing_style': 'path'}))
    s3.put_object(Bucket='b', Key='k/' + version + ' +%', Body=b'of ' + version.encode())
    get = s3.generate_presigned_url('get_object', {'Bucket': 'b', 'Key': 'k/' + version + ' +%'})
    put = s3.generate_presigned_url('put_object', {'Bucket': 'b', 'Key': 'put'})
    late = s3.generate_presigned_url('get_object', {'Bucket': 'b', 'Key': 'put'}, ExpiresIn=-5 if version == 's3' else 0)
    other = s3.generate_presigned_url('get_object', {'Bucket': 'b', 'Key': 'put', 'ResponseContentType': 'text/x'})
    import time
    time.sleep(1.1)
    answers[version] = [
        'AWSAccessKeyId' in get, code(get), code(get.replace('/b/k', '/b/other')), code(get, 'PUT', b''),
        code(put, 'PUT', None), code(late), code(other), code(other.replace('text', 'html')),
    ]
print(json.dumps(answers))
`;

test('what boto3 signs and presigns in both versions is taken, anything else than it refused', async (t) => {
  if (without.boto3) return t.skip(without.boto3);
  const { server } = await openStore();
  await using _ = server;
  const { stdout } = await run('python3', ['-c', PROGRAM], { env: server.env() });
  const rest = [
    'SignatureDoesNotMatch',
    'SignatureDoesNotMatch',
    '',
    'AccessDenied',
    '',
    'SignatureDoesNotMatch',
  ];
  assert.deepEqual(JSON.parse(stdout), { s3: [true, 'of s3', ...rest], s3v4: [false, 'of s3v4', ...rest] });
});

const STREAM = `
import boto3, io
from botocore.config import Config
s3 = boto3.client('s3', config=Config(s3={'addressing_style': 'path', 'payload_signing_enabled': True}))
s3.put_object(Bucket='b', Key='signed', Body=b'x' * 100000)
boto3.client('s3').upload_fileobj(io.BytesIO(b'y' * 100000), 'b', 'file')
`;

test('uploads of boto3, with their payload signed and as a file', async (t) => {
  if (without.boto3) return t.skip(without.boto3);
  const { objects, server } = await openStore();
  await using _ = server;
  await run('python3', ['-c', STREAM], { env: server.env() });
  assert.deepEqual([objects.get('b/signed')?.length, objects.get('b/file')?.length], [100_000, 100_000]);
});
