import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CreateBucketCommand,
  DeleteObjectsCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketTaggingCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { openStack, refused } from './stack.ts';

const Bucket = 'digests';

/** A client whose requests carry these fields, whatever it computed itself. */
function announcing(s3: S3Client, fields: Readonly<Record<string, string>>): S3Client {
  s3.middlewareStack.add(
    (next) => (args) => {
      const { headers } = args.request as { headers: Record<string, string> };
      for (const name of Object.keys(headers)) {
        if (/^(content-md5|x-amz-checksum-|x-amz-sdk-checksum-)/i.test(name)) delete headers[name];
      }
      Object.assign(headers, fields);
      return next(args);
    },
    { step: 'build', priority: 'low', name: 'announcing' },
  );
  return s3;
}

const table: readonly (readonly [fields: Readonly<Record<string, string>>, code: string])[] = [
  [{}, 'InvalidRequest'],
  [{ 'content-md5': 'not one' }, 'InvalidDigest'],
  [{ 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' }, 'BadDigest'],
  [{ 'x-amz-checksum-crc32': 'AAAAAA==' }, 'BadDigest'],
  [{ 'x-amz-checksum-crc64nvme': 'AAAAAAAAAAA=' }, 'BadDigest'],
  [{ 'x-amz-checksum-sha256': 'AAAA' }, 'InvalidRequest'],
  [{ 'x-amz-checksum-crc32': 'AAAAAA==', 'x-amz-checksum-crc32c': 'AAAAAA==' }, 'InvalidRequest'],
];

for (const [fields, code] of table) {
  test(`a document is held to its digest: ${JSON.stringify(fields)}`, async (context) => {
    const { s3 } = await openStack(context);
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'kept', Body: 'kept' }));
    announcing(s3, fields);
    await refused(
      s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'kept' }] } })),
      code,
    );
    await refused(
      s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } })),
      code,
    );
    s3.middlewareStack.remove('announcing');
    await s3.send(new HeadObjectCommand({ Bucket, Key: 'kept' }));
  });
}

for (const ChecksumAlgorithm of ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const) {
  test(`a document with its ${ChecksumAlgorithm} is taken`, async (context) => {
    const { s3 } = await openStack(context);
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'gone', Body: 'gone' }));
    const Delete = { Objects: [{ Key: 'gone' }] };
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete, ChecksumAlgorithm }));
    assert.equal((await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount, 0);
  });
}
