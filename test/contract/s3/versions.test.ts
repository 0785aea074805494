import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { openStack, refused } from './stack.ts';

const Bucket = 'versions';
const where = { Bucket, Key: 'key' };

async function open(context: TestContext) {
  const { s3 } = await openStack(context);
  await s3.send(new CreateBucketCommand({ Bucket }));
  const version = (Status: 'Enabled' | 'Suspended') =>
    s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
  const put = async (Body: string) => (await s3.send(new PutObjectCommand({ ...where, Body }))).VersionId;
  const get = async (VersionId?: string) =>
    (await s3.send(new GetObjectCommand({ ...where, VersionId }))).Body?.transformToString();
  const remove = (VersionId?: string) => s3.send(new DeleteObjectCommand({ ...where, VersionId }));
  const list = async () => {
    const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    return [...Versions, ...DeleteMarkers].map(
      ({ VersionId, IsLatest }) => `${VersionId}${IsLatest ? ' latest' : ''}`,
    );
  };
  return { s3, version, put, get, remove, list };
}

test('every version stays until it is deleted by its id', async (context) => {
  const { s3, version, put, get, remove, list } = await open(context);
  assert.equal(await put('zero'), undefined);
  assert.deepEqual((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status, undefined);
  await version('Enabled');
  assert.equal((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status, 'Enabled');
  const one = await put('one');
  const two = await put('two');
  assert.deepEqual([await get(), await get(one), await get('null')], ['two', 'one', 'zero']);
  assert.deepEqual(await list(), [`${two} latest`, `${one}`, 'null']);

  const gone = await remove();
  assert.equal(gone.DeleteMarker, true);
  await refused(get(), 'NoSuchKey', { status: 404 });
  await refused(get(gone.VersionId), 'MethodNotAllowed', { status: 405 });
  const missed = await s3.send(new HeadObjectCommand(where)).catch((error) => error);
  assert.equal(missed.$response.headers['x-amz-delete-marker'], 'true');
  assert.equal((await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount, 0);
  assert.deepEqual(await list(), [`${two}`, `${one}`, 'null', `${gone.VersionId} latest`]);

  assert.equal((await remove(gone.VersionId)).DeleteMarker, true);
  assert.equal(await get(), 'two');
  await remove(two);
  assert.equal(await get(), 'one');
  await refused(get(two), 'NoSuchVersion');
  await refused(s3.send(new DeleteBucketCommand({ Bucket })), 'BucketNotEmpty');
  const deleted = await s3.send(
    new DeleteObjectsCommand({
      Bucket,
      Delete: { Objects: [one, 'null'].map((VersionId) => ({ Key: 'key', VersionId })) },
    }),
  );
  assert.equal(deleted.Deleted?.length, 2);
  await s3.send(new DeleteBucketCommand({ Bucket }));
});

test('suspended, a bucket keeps what it has and one null version more', async (context) => {
  const { version, put, get, remove, list } = await open(context);
  await version('Enabled');
  const one = await put('one');
  await version('Suspended');
  assert.equal(await put('two'), 'null');
  await put('three');
  assert.deepEqual(await list(), ['null latest', `${one}`]);
  assert.equal((await remove()).VersionId, 'null');
  assert.deepEqual(await list(), [`${one}`, 'null latest']);
  assert.equal(await get(one), 'one');
});

test('an old version is brought back by copying it', async (context) => {
  const { s3, version, put, get } = await open(context);
  await version('Enabled');
  const one = await put('one');
  await put('two');
  const copied = await s3.send(
    new CopyObjectCommand({
      ...where,
      CopySource: `${Bucket}/key?versionId=${one}`,
      MetadataDirective: 'COPY',
    }),
  );
  assert.equal(copied.CopySourceVersionId, one);
  assert.ok(copied.VersionId);
  assert.equal(await get(), 'one');
});

test('versions are listed page by page', async (context) => {
  const { s3, version, put } = await open(context);
  await version('Enabled');
  const ids = [];
  for (const body of ['1', '2', '3']) ids.unshift(await put(body));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'key/2', Body: '' }));
  const seen: (string | undefined)[] = [];
  let marker: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
  for (;;) {
    const page = await s3.send(
      new ListObjectVersionsCommand({ Bucket, MaxKeys: 2, Prefix: 'key', Delimiter: '/', ...marker }),
    );
    seen.push(...(page.Versions ?? []).map(({ VersionId }) => VersionId));
    seen.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix));
    if (!page.IsTruncated) break;
    marker = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
  }
  assert.deepEqual(seen, [...ids, 'key/']);
});
