import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  CreateBucketCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { openStack, refused } from './stack.ts';

const Bucket = 'listing';
const KEYS = ['a', 'b/1', 'b/2', 'b/c/3', 'c d+e', 'é/x', '\u{1F600}'];

async function open(context: TestContext) {
  const { s3 } = await openStack(context);
  await s3.send(new CreateBucketCommand({ Bucket }));
  for (const Key of KEYS) await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  return s3;
}

test('keys come in binary order, with what S3 says of them', async (context) => {
  const s3 = await open(context);
  const all = await s3.send(new ListObjectsV2Command({ Bucket, FetchOwner: true }));
  assert.deepEqual(
    all.Contents?.map(({ Key }) => Key),
    KEYS,
  );
  assert.deepEqual(
    [all.KeyCount, all.MaxKeys, all.IsTruncated, all.Name, all.Prefix],
    [7, 1000, false, Bucket, ''],
  );
  const [first] = all.Contents ?? [];
  assert.deepEqual(
    [first?.Size, first?.StorageClass, first?.ETag],
    [1, 'STANDARD', '"0cc175b9c0f1b6a831c399e269772661"'],
  );
  assert.match(first?.Owner?.ID ?? '', /^[0-9a-f]{64}$/);
});

test('a delimiter rolls up, page by page', async (context) => {
  const s3 = await open(context);
  const seen: (string | undefined)[] = [];
  let pages = 0;
  for await (const page of paginateListObjectsV2({ client: s3, pageSize: 2 }, { Bucket, Delimiter: '/' })) {
    pages++;
    seen.push(
      ...(page.Contents ?? []).map(({ Key }) => Key),
      ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
    );
  }
  assert.deepEqual(seen, ['a', 'b/', 'c d+e', 'é/', '\u{1F600}']);
  assert.equal(pages, 3);
  const inside = await s3.send(
    new ListObjectsV2Command({ Bucket, Prefix: 'b/', Delimiter: '/', StartAfter: 'b/1' }),
  );
  assert.deepEqual(
    inside.Contents?.map(({ Key }) => Key),
    ['b/2'],
  );
  assert.deepEqual(inside.CommonPrefixes, [{ Prefix: 'b/c/' }]);
});

test('the old listing goes on from its marker', async (context) => {
  const s3 = await open(context);
  const first = await s3.send(new ListObjectsCommand({ Bucket, Delimiter: '/', MaxKeys: 2 }));
  assert.deepEqual([first.IsTruncated, first.NextMarker, first.Marker], [true, 'b/', '']);
  const second = await s3.send(new ListObjectsCommand({ Bucket, Delimiter: '/', Marker: first.NextMarker }));
  assert.deepEqual(
    second.Contents?.map(({ Key }) => Key),
    ['c d+e', '\u{1F600}'],
  );
  const plain = await s3.send(new ListObjectsCommand({ Bucket, MaxKeys: 1 }));
  assert.equal(plain.NextMarker, undefined);
});

test('keys are encoded when the client asks, and nonsense is refused', async (context) => {
  const s3 = await open(context);
  const encoded = await s3.send(new ListObjectsV2Command({ Bucket, EncodingType: 'url', Prefix: 'c d' }));
  assert.deepEqual([encoded.Contents?.[0]?.Key, encoded.Prefix], ['c+d%2Be', 'c+d']);
  await refused(s3.send(new ListObjectsV2Command({ Bucket, ContinuationToken: '!!' })), 'InvalidArgument');
  await refused(s3.send(new ListObjectsV2Command({ Bucket, MaxKeys: -1 })), 'InvalidArgument');
  const none = await s3.send(new ListObjectsV2Command({ Bucket, MaxKeys: 0 }));
  assert.deepEqual([none.KeyCount, none.IsTruncated], [0, false]);
});
