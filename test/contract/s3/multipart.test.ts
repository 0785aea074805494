import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  type CompletedPart,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { digestOf } from '../../../src/kit/index.ts';
import { openStack, refused } from './stack.ts';

const Bucket = 'parts';
const where = { Bucket, Key: 'large' };
const LEAST = 5 * 1024 * 1024;
const [first, last] = [randomBytes(LEAST), randomBytes(1000)];
const whole = Buffer.concat([first, last]);
const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest();

async function open(context: TestContext) {
  const stack = await openStack(context);
  const { s3 } = stack;
  await s3.send(new CreateBucketCommand({ Bucket }));
  const begin = async (input: Partial<CreateMultipartUploadCommandInput> = {}) =>
    (await s3.send(new CreateMultipartUploadCommand({ ...where, ...input }))).UploadId as string;
  const part = (UploadId: string, PartNumber: number, Body: Buffer, more = {}) =>
    s3.send(new UploadPartCommand({ ...where, UploadId, PartNumber, Body, ...more }));
  const complete = (UploadId: string, Parts: CompletedPart[], more = {}) =>
    s3.send(new CompleteMultipartUploadCommand({ ...where, UploadId, MultipartUpload: { Parts }, ...more }));
  return { ...stack, begin, part, complete };
}

test('parts become one object, as a whole and part by part', async (context) => {
  const { s3, begin, part, complete } = await open(context);
  const UploadId = await begin({ ContentType: 'text/x', Metadata: { a: '1' }, Tagging: 'k=v' });
  const parts: CompletedPart[] = [];
  for (const [PartNumber, bytes] of [
    [2, last],
    [1, first],
  ] as const) {
    const { ETag, ChecksumCRC32 } = await part(UploadId, PartNumber, bytes);
    assert.equal(ETag, `"${md5(bytes).toString('hex')}"`);
    parts.unshift({ PartNumber, ETag, ChecksumCRC32 });
  }
  const listed = await s3.send(new ListPartsCommand({ ...where, UploadId, MaxParts: 1 }));
  assert.deepEqual([listed.Parts?.length, listed.IsTruncated, listed.NextPartNumberMarker], [1, true, '1']);
  const uploads = await s3.send(new ListMultipartUploadsCommand({ Bucket }));
  assert.deepEqual(
    uploads.Uploads?.map((upload) => [upload.Key, upload.UploadId]),
    [['large', UploadId]],
  );

  const done = await complete(UploadId, parts);
  const composite = createHash('md5')
    .update(Buffer.concat([md5(first), md5(last)]))
    .digest('hex');
  assert.equal(done.ETag, `"${composite}-2"`);
  assert.match(done.Location ?? '', /\/parts\/large$/);
  const got = await s3.send(new GetObjectCommand(where));
  assert.ok(whole.equals(Buffer.from((await got.Body?.transformToByteArray()) ?? [])));
  assert.deepEqual([got.ContentType, got.Metadata, got.TagCount], ['text/x', { a: '1' }, 1]);
  const across = await s3.send(new GetObjectCommand({ ...where, Range: `bytes=${LEAST - 2}-${LEAST + 1}` }));
  assert.deepEqual(
    Buffer.from((await across.Body?.transformToByteArray()) ?? []),
    whole.subarray(LEAST - 2, LEAST + 2),
  );
  const second = await s3.send(new GetObjectCommand({ ...where, PartNumber: 2 }));
  assert.deepEqual(
    [second.PartsCount, second.ContentLength, second.$metadata.httpStatusCode],
    [2, 1000, 206],
  );
  await second.Body?.transformToByteArray();
  await refused(s3.send(new GetObjectCommand({ ...where, PartNumber: 3 })), 'InvalidPartNumber', {
    status: 416,
  });
  await refused(complete(UploadId, parts), 'NoSuchUpload');
});

test('a copy of an object in parts is in one piece', async (context) => {
  const { s3, begin, part, complete, files } = await open(context);
  const UploadId = await begin();
  const parts = [];
  for (const [index, bytes] of [first, last].entries()) {
    const { ETag } = await part(UploadId, index + 1, bytes);
    parts.push({ PartNumber: index + 1, ETag });
  }
  await complete(UploadId, parts);
  const copied = await s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/large` }));
  assert.equal(copied.CopyObjectResult?.ETag, `"${md5(whole).toString('hex')}"`);
  assert.equal(await files(), 3);
});

test('a checksum of the whole is made from those of the parts', async (context) => {
  const { s3, begin, part, complete } = await open(context);
  for (const [name, algorithm, type] of [
    ['CRC32', 'crc32', 'FULL_OBJECT'],
    ['CRC32C', 'crc32c', 'FULL_OBJECT'],
    ['CRC64NVME', 'crc64nvme', 'FULL_OBJECT'],
    ['SHA256', 'sha256', 'COMPOSITE'],
    ['CRC32', 'crc32', 'COMPOSITE'],
  ] as const) {
    const UploadId = await begin({ ChecksumAlgorithm: name, ChecksumType: type });
    const parts: CompletedPart[] = [];
    for (const [index, bytes] of [first, last].entries()) {
      const sent = await part(UploadId, index + 1, bytes, { ChecksumAlgorithm: name });
      assert.equal(sent[`Checksum${name}`], digestOf(algorithm, bytes).toString('base64'));
      parts.push({ PartNumber: index + 1, ETag: sent.ETag, [`Checksum${name}`]: sent[`Checksum${name}`] });
    }
    const expected =
      type === 'FULL_OBJECT'
        ? digestOf(algorithm, whole).toString('base64')
        : `${digestOf(algorithm, Buffer.concat([first, last].map((bytes) => digestOf(algorithm, bytes)))).toString('base64')}-2`;
    const done = await complete(UploadId, parts, { ChecksumType: type });
    assert.deepEqual([done[`Checksum${name}`], done.ChecksumType], [expected, type]);
    const told = await s3.send(
      new GetObjectAttributesCommand({ ...where, ObjectAttributes: ['Checksum', 'ObjectParts'] }),
    );
    assert.deepEqual(told.Checksum, { [`Checksum${name}`]: expected, ChecksumType: type });
    assert.equal(told.ObjectParts?.TotalPartsCount, 2);
    assert.equal(told.ObjectParts?.Parts?.length, type === 'COMPOSITE' ? 2 : undefined);
    const got = await s3.send(new GetObjectCommand({ ...where, ChecksumMode: 'ENABLED' }));
    assert.equal((await got.Body?.transformToByteArray())?.length, whole.length); // the SDK compares the checksum
  }
  await refused(begin({ ChecksumAlgorithm: 'SHA256', ChecksumType: 'FULL_OBJECT' }), 'InvalidRequest');
  const UploadId = await begin({ ChecksumAlgorithm: 'SHA256' });
  await refused(part(UploadId, 1, last, { ChecksumAlgorithm: 'CRC32' }), 'InvalidRequest');
});

test('parts that do not make an object are refused, and the upload stays', async (context) => {
  const { s3, begin, part, complete } = await open(context);
  const UploadId = await begin();
  const sent = [];
  for (const number of [1, 2, 3])
    sent.push({ PartNumber: number, ETag: (await part(UploadId, number, last)).ETag });
  const [one, two] = sent as [CompletedPart, CompletedPart];
  await refused(complete(UploadId, [two, one]), 'InvalidPartOrder');
  await refused(complete(UploadId, [one, { PartNumber: 7, ETag: one.ETag }]), 'InvalidPart');
  await refused(complete(UploadId, [{ PartNumber: 1, ETag: '"0"' }]), 'InvalidPart');
  await refused(complete(UploadId, [one, two]), 'EntityTooSmall', {
    PartNumber: '1',
    MinSizeAllowed: String(LEAST),
  });
  await refused(complete(UploadId, []), 'MalformedXML');
  await refused(complete(UploadId, [one], { MpuObjectSize: 5 }), 'InvalidRequest');
  await refused(part(UploadId, 10_001, last), 'InvalidArgument');
  await refused(part('nothing', 1, last), 'NoSuchUpload');
  await s3.send(new PutObjectCommand({ ...where, Body: 'there' }));
  await refused(complete(UploadId, [one], { IfNoneMatch: '*' }), 'PreconditionFailed');
  await complete(UploadId, [one]);
  assert.equal((await s3.send(new HeadObjectCommand(where))).ContentLength, 1000);
});

test('parts are copied from other objects; an upload that is given up is gone', async (context) => {
  const { s3, begin, complete, files } = await open(context);
  await s3.send(new PutObjectCommand({ Bucket, Key: 'source', Body: whole }));
  const UploadId = await begin();
  const copy = (PartNumber: number, CopySourceRange?: string) =>
    s3.send(
      new UploadPartCopyCommand({
        ...where,
        UploadId,
        PartNumber,
        CopySource: `${Bucket}/source`,
        CopySourceRange,
      }),
    );
  const a = await copy(1);
  const b = await copy(2, 'bytes=1-4');
  await refused(copy(3, `bytes=0-${whole.length}`), 'InvalidRequest');
  await complete(UploadId, [
    { PartNumber: 1, ETag: a.CopyPartResult?.ETag },
    { PartNumber: 2, ETag: b.CopyPartResult?.ETag },
  ]);
  const got = await s3.send(new GetObjectCommand({ ...where, Range: 'bytes=-4' }));
  assert.deepEqual(Buffer.from((await got.Body?.transformToByteArray()) ?? []), whole.subarray(1, 5));

  const given = await begin();
  await s3.send(new AbortMultipartUploadCommand({ ...where, UploadId: given }));
  await refused(s3.send(new AbortMultipartUploadCommand({ ...where, UploadId: given })), 'NoSuchUpload', {
    status: 404,
  });
  assert.equal(await files(), 3);
});
