import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import type * as sdk from '@aws-sdk/client-s3';
import { randomIds, StandingClock, silent } from '../../kit/index.ts';
import { Store } from '../../store/index.ts';
import type {
  AccessRequest,
  CallContext,
  Handlers,
  InputOf,
  OutputOf,
  ServiceDefinition,
} from '../../wire/index.ts';
import { openS3 } from './index.ts';
import { LooseBytes } from './records/loose-bytes.ts';

type Names = keyof typeof sdk extends infer K ? (K extends `${infer N}Command` ? N : never) : never;

const caller = {
  kind: 'root',
  account: '111122223333',
  arn: 'arn:aws:iam::111122223333:root',
  userId: '1',
} as const;

/** S3 without the wire: real records, real bytes. */
async function open(context: TestContext) {
  const stateDirectory = await mkdtemp(join(tmpdir(), 'postern-s3-'));
  context.after(() => rm(stateDirectory, { recursive: true }));
  const store = new Store(join(stateDirectory, 'postern.db'));
  context.after(() => store[Symbol.dispose]());
  const background: Promise<void>[] = [];
  const start = () =>
    openS3({
      clock: new StandingClock(),
      ids: randomIds,
      log: silent,
      store,
      stateDirectory,
      authorizer: { authorize: () => ({ allowed: true }) },
      background: (_name, work) => background.push(work),
    });
  const s3 = await start();
  const callOf = (operation: string) =>
    ({
      operation,
      account: caller.account,
      region: 'us-east-1',
      caller,
      endpoint: 'http://127.0.0.1:4566',
      headers: { get: () => undefined, has: () => false, all: () => [], names: () => [] },
    }) as unknown as CallContext;
  return {
    stateDirectory,
    store,
    start,
    s3,
    run: async <N extends Names>(operation: N, input: InputOf<(typeof sdk)[`${N}Command`]>) =>
      (await (await handlersOf(s3.definition))[operation]?.(input, callOf(operation))) as OutputOf<
        (typeof sdk)[`${N}Command`]
      >,
    access: (operation: string, input: object): readonly AccessRequest[] =>
      s3.definition.access(operation, input, callOf(operation)),
    /** Files at rest and on their way in, once nothing is under way. */
    files: async () => {
      await Promise.all(background);
      const entries = await readdir(join(stateDirectory, 'objects'), {
        recursive: true,
        withFileTypes: true,
      });
      return entries.filter((entry) => entry.isFile()).length;
    },
  };
}

const bytes = (content: string) => Readable.from([Buffer.from(content)]);
const where = { Bucket: 'bucket', Key: 'key' };

const handlersOf = async ({ operations }: ServiceDefinition): Promise<Handlers> =>
  typeof operations === 'function' ? operations() : operations;

test('what is overwritten or deleted leaves no bytes behind', async (context) => {
  const { run, files } = await open(context);
  await run('CreateBucket', { Bucket: 'bucket' });
  for (const content of ['one', 'two', 'three']) await run('PutObject', { ...where, Body: bytes(content) });
  await run('CopyObject', { Bucket: 'bucket', Key: 'copy', CopySource: 'bucket/key' });
  assert.equal(await files(), 2);
  await run('DeleteObject', where);
  const copy = await run('GetObject', { Bucket: 'bucket', Key: 'copy' });
  assert.equal(await text(copy.Body as Readable), 'three');
  await run('DeleteObjects', { Bucket: 'bucket', Delete: { Objects: [{ Key: 'copy' }] } });
  assert.equal(await files(), 0);
});

test('an upload in parts leaves nothing when it is aborted, nor parts it does not use', async (context) => {
  const { run, files } = await open(context);
  await run('CreateBucket', { Bucket: 'bucket' });
  const begin = async () => (await run('CreateMultipartUpload', where)).UploadId ?? '';
  const aborted = await begin();
  await run('UploadPart', { ...where, UploadId: aborted, PartNumber: 1, Body: bytes('a') });
  await run('AbortMultipartUpload', { ...where, UploadId: aborted });
  assert.equal(await files(), 0);

  const UploadId = await begin();
  for (const PartNumber of [1, 1, 2, 9])
    await run('UploadPart', { ...where, UploadId, PartNumber, Body: bytes(`p${PartNumber}`) });
  assert.equal(await files(), 3);
  const { Parts = [] } = await run('ListParts', { ...where, UploadId });
  await run('CompleteMultipartUpload', { ...where, UploadId, MultipartUpload: { Parts: Parts.slice(1, 2) } });
  assert.equal(await files(), 1);
  assert.equal(await text((await run('GetObject', where)).Body as Readable), 'p2');
  await assert.rejects(run('ListParts', { ...where, UploadId }), { code: 'NoSuchUpload' });
  await run('DeleteObject', where);
  assert.equal(await files(), 0);
});

test('of two who write only when nothing is there, one does', async (context) => {
  const { run, files } = await open(context);
  await run('CreateBucket', { Bucket: 'bucket' });
  const slow = new PassThrough();
  const late = run('PutObject', { ...where, Body: slow, IfNoneMatch: '*' });
  slow.write('late');
  await run('PutObject', { ...where, Body: bytes('early'), IfNoneMatch: '*' });
  slow.end();
  await assert.rejects(late, { code: 'PreconditionFailed' });
  assert.equal(await text((await run('GetObject', where)).Body as Readable), 'early');
  assert.equal(await files(), 1);
});

test('a body that breaks off, or is not what it was said to be, changes nothing', async (context) => {
  const { run, files } = await open(context);
  await run('CreateBucket', { Bucket: 'bucket' });
  await run('PutObject', { ...where, Body: bytes('kept') });
  const broken = new PassThrough();
  const put = run('PutObject', { ...where, Body: broken });
  broken.write('half');
  broken.destroy(new Error('gone'));
  await assert.rejects(put, /gone/);
  const wrong = { ...where, Body: bytes('x') };
  await assert.rejects(run('PutObject', { ...wrong, ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' }), {
    code: 'BadDigest',
  });
  await assert.rejects(run('PutObject', { ...where, Body: bytes('x'), ChecksumCRC32: 'AAAAAA==' }), {
    code: 'BadDigest',
  });
  await assert.rejects(run('PutObject', { ...where, Body: bytes('x'), ContentMD5: 'AAAA' }), {
    code: 'InvalidDigest',
  });
  await assert.rejects(run('PutObject', { ...where, Body: bytes('x'), ChecksumCRC32: 'AAAA' }), {
    code: 'InvalidRequest',
  });
  await assert.rejects(run('PutObject', { ...where, Body: bytes('x'), ContentLength: 2 }), {
    code: 'IncompleteBody',
  });
  await assert.rejects(run('PutObject', { ...where, Body: bytes('x'), ContentLength: 5 * 1024 ** 3 + 1 }), {
    code: 'EntityTooLarge',
  });
  await assert.rejects(run('PutObject', { ...where, Key: 'a\0b', Body: bytes('x') }), { status: 501 });
  assert.equal(await text((await run('GetObject', where)).Body as Readable), 'kept');
  assert.equal(await files(), 1);
});

test('a download that has begun ends well, whatever happens to the object', async (context) => {
  const { run, files } = await open(context);
  await run('CreateBucket', { Bucket: 'bucket' });
  const content = 'x'.repeat(2_000_000);
  await run('PutObject', { ...where, Body: bytes(content) });
  const { Body } = await run('GetObject', where);
  await run('DeleteObject', where);
  assert.equal((await text(Body as Readable)).length, content.length);
  assert.equal(await files(), 0);
});

test('bytes that a crash left without an owner go with the next start', async (context) => {
  const { run, files, store, start, stateDirectory } = await open(context);
  await run('CreateBucket', { Bucket: 'bucket' });
  await run('PutObject', { ...where, Body: bytes('kept') });
  // as after a crash between the bytes at their place and the record that names them
  const lost = randomIds.hex(32);
  await mkdir(join(stateDirectory, 'objects', 'bytes', lost.slice(0, 2)), { recursive: true });
  await writeFile(join(stateDirectory, 'objects', 'bytes', lost.slice(0, 2), lost), 'lost');
  const loose = new LooseBytes(store);
  loose.add([lost]);
  assert.equal(await files(), 2);
  const again = await start();
  await again.resume();
  assert.equal(await files(), 1);
  assert.deepEqual(loose.all(), []);
  assert.equal(await text((await run('GetObject', where)).Body as Readable), 'kept');
});

test('one who may not list does not learn what is missing', async (context) => {
  const { run, access } = await open(context);
  await run('CreateBucket', { Bucket: 'bucket' });
  const actions = () => access('GetObject', where).map(({ action, resource }) => `${action} ${resource}`);
  assert.deepEqual(actions(), ['s3:GetObject arn:aws:s3:::bucket/key', 's3:ListBucket arn:aws:s3:::bucket']);
  await run('PutObject', { ...where, Body: bytes('x'), Tagging: 'team=a' });
  assert.deepEqual(actions(), ['s3:GetObject arn:aws:s3:::bucket/key']);
  assert.equal(access('GetObject', where)[0]?.conditions?.['s3:ExistingObjectTag/team'], 'a');
  assert.throws(() => access('GetObject', { ...where, Bucket: 'nobucket' }), { code: 'NoSuchBucket' });
  assert.throws(() => access('GetObject', { ...where, Bucket: 'Not_A_Name' }), { code: 'InvalidBucketName' });
});

test('what an operation touches is what its caller must be allowed', async (context) => {
  const { run, access } = await open(context);
  await run('CreateBucket', { Bucket: 'bucket' });
  await run('PutObject', { ...where, Body: bytes('x') });
  const actions = (operation: string, input: object) =>
    access(operation, input).map(
      ({ action, resource }) => `${action} ${resource.replace('arn:aws:s3:::', '')}`,
    );
  const copy = {
    Bucket: 'bucket',
    Key: 'to',
    CopySource: 'bucket/key',
    Tagging: 'a=b',
    TaggingDirective: 'REPLACE',
  };
  assert.deepEqual(actions('CopyObject', copy), [
    's3:PutObject bucket/to',
    's3:PutObjectTagging bucket/to',
    's3:GetObject bucket/key',
  ]);
  assert.deepEqual(actions('ListBuckets', {}), ['s3:ListAllMyBuckets *']);
  assert.deepEqual(actions('CreateBucket', { Bucket: 'new-bucket' }), ['s3:CreateBucket new-bucket']);
  assert.deepEqual(actions('DeleteObject', { ...where, VersionId: 'null' }), [
    's3:DeleteObjectVersion bucket/key',
  ]);
  assert.deepEqual(access('ListObjectsV2', { Bucket: 'bucket', Prefix: 'p', MaxKeys: 3 })[0]?.conditions, {
    's3:prefix': 'p',
    's3:max-keys': '3',
    's3:authType': 'REST-QUERY-STRING',
    's3:ResourceAccount': caller.account,
    'aws:ResourceAccount': caller.account,
  });
});

test('every operation that is built has the permission it needs', async (context) => {
  const { s3, access } = await open(context);
  for (const operation of Object.keys(await handlersOf(s3.definition))) {
    if (operation === 'DeleteObjects') continue; // asks for each key
    const asked = (() => {
      try {
        return access(operation, { Bucket: 'nobucket', Key: 'k' }).length;
      } catch (error) {
        return (error as { code: string }).code;
      }
    })();
    assert.ok(asked === 1 || asked === 'NoSuchBucket', `${operation}: ${asked}`);
  }
});
