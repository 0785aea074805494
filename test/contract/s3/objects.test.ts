import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { type TestContext, test } from 'node:test';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { digestOf } from '../../../src/kit/index.ts';
import { openStack, refused } from './stack.ts';

const Bucket = 'objects';
const where = { Bucket, Key: 'a/b c+d%é.txt' };

async function open(context: TestContext) {
  const stack = await openStack(context);
  await stack.s3.send(new CreateBucketCommand({ Bucket }));
  const put = (input: Partial<PutObjectCommandInput> = {}) =>
    stack.s3.send(new PutObjectCommand({ ...where, Body: 'hello world', ...input }));
  return { ...stack, put };
}

test('an object comes back as it was put, with all that was said of it', async (context) => {
  const { s3, put } = await open(context);
  const Expires = new Date('2030-01-02T03:04:05Z');
  const done = await put({
    ContentType: 'text/x-greeting',
    CacheControl: 'no-store',
    ContentDisposition: 'inline',
    ContentEncoding: 'identity',
    ContentLanguage: 'en',
    Expires,
    Metadata: { Colour: 'blue', empty: '' },
    Tagging: 'team=a&stage=x',
    StorageClass: 'STANDARD_IA',
  });
  assert.equal(done.ETag, `"${createHash('md5').update('hello world').digest('hex')}"`);
  assert.equal(done.ServerSideEncryption, 'AES256');
  const got = await s3.send(new GetObjectCommand(where));
  assert.equal(await got.Body?.transformToString(), 'hello world');
  const { Body: _, $metadata, LastModified, ...told } = got;
  assert.equal($metadata.httpStatusCode, 200);
  assert.ok(Math.abs((LastModified?.getTime() ?? 0) - Date.now()) < 5000);
  assert.deepEqual(told, {
    AcceptRanges: 'bytes',
    ContentLength: 11,
    ETag: done.ETag,
    ContentType: 'text/x-greeting',
    CacheControl: 'no-store',
    ContentDisposition: 'inline',
    ContentEncoding: 'identity',
    ContentLanguage: 'en',
    Expires,
    ExpiresString: 'Wed, 02 Jan 2030 03:04:05 GMT',
    Metadata: { colour: 'blue', empty: '' },
    StorageClass: 'STANDARD_IA',
    TagCount: 2,
    ServerSideEncryption: 'AES256',
    ChecksumCRC32: digestOf('crc32', Buffer.from('hello world')).toString('base64'),
    ChecksumType: 'FULL_OBJECT',
  });
  const head = await s3.send(new HeadObjectCommand(where));
  assert.equal(head.ContentLength, 11);
  assert.equal(head.ETag, done.ETag);
});

test('an empty object, a stream of unknown hash, and 12 MB come back', async (context) => {
  const { s3, put } = await open(context);
  await put({ Body: '' });
  const empty = await s3.send(new GetObjectCommand(where));
  assert.equal(await empty.Body?.transformToString(), '');
  assert.equal(empty.ContentLength, 0);
  const content = randomBytes(12_000_000);
  await put({
    Body: Readable.from([content.subarray(0, 5_000_000), content.subarray(5_000_000)]),
    ContentLength: content.length,
  });
  const large = await s3.send(new GetObjectCommand(where));
  assert.ok(content.equals(Buffer.from((await large.Body?.transformToByteArray()) ?? [])));
});

test('a part of an object is answered 206, what is beyond it 416', async (context) => {
  const { s3, put } = await open(context);
  await put();
  const part = await s3.send(new GetObjectCommand({ ...where, Range: 'bytes=6-' }));
  assert.equal(part.$metadata.httpStatusCode, 206);
  assert.equal(part.ContentRange, 'bytes 6-10/11');
  assert.equal(await part.Body?.transformToString(), 'world');
  const head = await s3.send(new HeadObjectCommand({ ...where, Range: 'bytes=0-2' }));
  assert.deepEqual([head.$metadata.httpStatusCode, head.ContentLength], [206, 3]);
  await refused(s3.send(new GetObjectCommand({ ...where, Range: 'bytes=11-' })), 'InvalidRange', {
    status: 416,
    ActualObjectSize: '11',
  });
});

test('a client that has it already is told so, one that wants another is refused', async (context) => {
  const { s3, put } = await open(context);
  const { ETag } = await put();
  const status = (conditions: object) =>
    s3.send(new GetObjectCommand({ ...where, ...conditions })).then(
      ({ $metadata, Body }) => {
        (Body as Readable).destroy();
        return $metadata.httpStatusCode;
      },
      (error) => error.$metadata.httpStatusCode,
    );
  assert.equal(await status({ IfNoneMatch: ETag }), 304);
  assert.equal(await status({ IfMatch: ETag }), 200);
  assert.equal(await status({ IfMatch: '"other"' }), 412);
  assert.equal(await status({ IfModifiedSince: new Date(Date.now() + 60_000) }), 304);
  assert.equal(await status({ IfUnmodifiedSince: new Date(0) }), 412);
  await refused(put({ IfNoneMatch: '*' }), 'PreconditionFailed', { Condition: 'If-None-Match' });
  await put({ IfMatch: ETag as string });
});

test('every checksum is verified, kept and given back', async (context) => {
  const { s3, put } = await open(context);
  for (const [name, algorithm] of [
    ['CRC32', 'crc32'],
    ['CRC32C', 'crc32c'],
    ['CRC64NVME', 'crc64nvme'],
    ['SHA1', 'sha1'],
    ['SHA256', 'sha256'],
  ] as const) {
    const value = digestOf(algorithm, Buffer.from('hello world')).toString('base64');
    await put({ [`Checksum${name}`]: value });
    const attributes = await s3.send(
      new GetObjectAttributesCommand({ ...where, ObjectAttributes: ['Checksum', 'ObjectSize', 'ETag'] }),
    );
    assert.deepEqual(attributes.Checksum, { [`Checksum${name}`]: value, ChecksumType: 'FULL_OBJECT' });
    assert.equal(attributes.ObjectSize, 11);
    const wrong = digestOf(algorithm, Buffer.from('something else')).toString('base64');
    await refused(put({ [`Checksum${name}`]: wrong }), 'BadDigest');
  }
});

test('a copy shares what it is a copy of, until told otherwise', async (context) => {
  const { s3, put } = await open(context);
  const { ETag } = await put({ Metadata: { a: '1' }, ContentType: 'text/x', Tagging: 'k=v' });
  const CopySource = `${Bucket}/${encodeURIComponent(where.Key)}`;
  const copy = (Key: string, more = {}) =>
    s3.send(new CopyObjectCommand({ Bucket, Key, CopySource, ...more }));
  assert.equal((await copy('same')).CopyObjectResult?.ETag, ETag);
  const same = await s3.send(new GetObjectCommand({ Bucket, Key: 'same' }));
  assert.equal(await same.Body?.transformToString(), 'hello world');
  assert.deepEqual([same.Metadata, same.ContentType, same.TagCount], [{ a: '1' }, 'text/x', 1]);
  await copy('other', {
    MetadataDirective: 'REPLACE',
    Metadata: { b: '2' },
    TaggingDirective: 'REPLACE',
    Tagging: '',
  });
  const other = await s3.send(new HeadObjectCommand({ Bucket, Key: 'other' }));
  assert.deepEqual([other.Metadata, other.ContentType], [{ b: '2' }, 'binary/octet-stream']);
  assert.deepEqual((await s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'other' }))).TagSet, []);
  await refused(copy(where.Key), 'InvalidRequest');
  await refused(copy('x', { CopySourceIfNoneMatch: ETag }), 'PreconditionFailed');
  await refused(copy('x', { CopySource: `${Bucket}/none` }), 'NoSuchKey');
});

test('tags change without a new object', async (context) => {
  const { s3, put } = await open(context);
  await put();
  const TagSet = [{ Key: 'a', Value: 'ä' }];
  await s3.send(new PutObjectTaggingCommand({ ...where, Tagging: { TagSet } }));
  assert.deepEqual((await s3.send(new GetObjectTaggingCommand(where))).TagSet, TagSet);
  await s3.send(new DeleteObjectTaggingCommand(where));
  assert.deepEqual((await s3.send(new GetObjectTaggingCommand(where))).TagSet, []);
  const many = Array.from({ length: 11 }, (_, n) => ({ Key: `k${n}`, Value: '' }));
  await refused(s3.send(new PutObjectTaggingCommand({ ...where, Tagging: { TagSet: many } })), 'InvalidTag');
});

test('deleting is not told from not being there', async (context) => {
  const { s3, put } = await open(context);
  await put();
  await s3.send(new DeleteObjectCommand(where));
  await s3.send(new DeleteObjectCommand(where));
  await refused(s3.send(new GetObjectCommand(where)), 'NoSuchKey', { Key: where.Key });
  await refused(s3.send(new HeadObjectCommand(where)), 'NotFound');
  await put({ Key: 'one' });
  const deleted = await s3.send(
    new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'one' }, { Key: 'two' }] } }),
  );
  assert.deepEqual(deleted.Deleted, [{ Key: 'one' }, { Key: 'two' }]);
  assert.equal(deleted.Errors, undefined);
});

test('a delete on a condition that is not built deletes nothing', async (context) => {
  const { s3, put } = await open(context);
  await put();
  await refused(s3.send(new DeleteObjectCommand({ ...where, IfMatchSize: 0 })), 'NotImplemented', {
    status: 501,
  });
  const Delete = { Objects: [{ Key: where.Key, Size: 0 }] };
  const { Errors } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete }));
  assert.deepEqual(
    Errors?.map(({ Code }) => Code),
    ['NotImplemented'],
  );
  await s3.send(new HeadObjectCommand(where));
});

test('what cannot be is refused in words of S3', async (context) => {
  const { s3, put } = await open(context);
  await refused(put({ Key: 'k'.repeat(1025) }), 'KeyTooLongError');
  await refused(put({ Metadata: { a: 'x'.repeat(2048) } }), 'MetadataTooLarge');
  await refused(put({ Bucket: 'nobody-has-it' }), 'NoSuchBucket', { BucketName: 'nobody-has-it' });
  await refused(put({ StorageClass: 'COLD' as never }), 'InvalidStorageClass');
  await refused(put({ ACL: 'public-read' }), 'AccessControlListNotSupported');
  await refused(put({ ExpectedBucketOwner: '999999999999' }), 'AccessDenied');
  await refused(put({ ObjectLockLegalHoldStatus: 'ON' }), 'InvalidRequest');
  await refused(put({ SSECustomerAlgorithm: 'AES256', SSECustomerKey: 'k'.repeat(32) }), 'NotImplemented', {
    status: 501,
  });
  await refused(s3.send(new GetObjectCommand({ ...where, VersionId: 'x' })), 'InvalidArgument');
});
