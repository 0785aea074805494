import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetBucketLocationCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { openStack, refused, root } from './stack.ts';

const elsewhere = { accessKeyId: '111122223333', secretAccessKey: root.secretAccessKey };

test('a bucket is made, found, listed and deleted', async (context) => {
  const { s3 } = await openStack(context);
  const made = await s3.send(new CreateBucketCommand({ Bucket: 'first' }));
  assert.equal(made.Location, '/first');
  await s3.send(new CreateBucketCommand({ Bucket: 'first' })); // us-east-1 lets it pass
  await s3.send(new CreateBucketCommand({ Bucket: 'second' }));
  const head = await s3.send(new HeadBucketCommand({ Bucket: 'first' }));
  assert.equal(head.BucketRegion, 'us-east-1');
  const listed = await s3.send(new ListBucketsCommand({}));
  assert.deepEqual(
    listed.Buckets?.map(({ Name }) => Name),
    ['first', 'second'],
  );
  const page = await s3.send(new ListBucketsCommand({ MaxBuckets: 1 }));
  const rest = await s3.send(new ListBucketsCommand({ ContinuationToken: page.ContinuationToken }));
  assert.deepEqual([page.Buckets?.[0]?.Name, rest.Buckets?.[0]?.Name], ['first', 'second']);

  await s3.send(new PutObjectCommand({ Bucket: 'first', Key: 'k', Body: '' }));
  await refused(s3.send(new DeleteBucketCommand({ Bucket: 'first' })), 'BucketNotEmpty', { status: 409 });
  await s3.send(new DeleteObjectCommand({ Bucket: 'first', Key: 'k' }));
  await s3.send(new DeleteBucketCommand({ Bucket: 'first' }));
  await refused(s3.send(new HeadBucketCommand({ Bucket: 'first' })), 'NotFound');
});

test('names are one space for every account and Region', async (context) => {
  const { s3, client } = await openStack(context);
  const other = client({ credentials: elsewhere });
  await s3.send(new CreateBucketCommand({ Bucket: 'mine' }));
  await refused(other.send(new CreateBucketCommand({ Bucket: 'mine' })), 'BucketAlreadyExists');
  assert.deepEqual((await other.send(new ListBucketsCommand({}))).Buckets, []);
  await refused(other.send(new ListObjectsV2Command({ Bucket: 'mine' })), 'AccessDenied', { status: 403 });
  await refused(s3.send(new CreateBucketCommand({ Bucket: 'Not_Good' })), 'InvalidBucketName');
});

test('a bucket belongs to a Region', async (context) => {
  const { s3, client } = await openStack(context);
  const ireland = client({ region: 'eu-west-1' });
  const inIreland = { CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } } as const;
  await refused(
    ireland.send(
      new CreateBucketCommand({
        Bucket: 'irish',
        CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' },
      }),
    ),
    'IllegalLocationConstraintException',
  );
  await ireland.send(new CreateBucketCommand({ Bucket: 'irish', ...inIreland }));
  await refused(
    ireland.send(new CreateBucketCommand({ Bucket: 'irish', ...inIreland })),
    'BucketAlreadyOwnedByYou',
  );
  assert.equal(
    (await s3.send(new GetBucketLocationCommand({ Bucket: 'irish' }))).LocationConstraint,
    'eu-west-1',
  );
  await refused(s3.send(new PutObjectCommand({ Bucket: 'irish', Key: 'k', Body: '' })), 'PermanentRedirect', {
    status: 301,
  });
  await s3.send(new CreateBucketCommand({ Bucket: 'american' }));
  assert.equal(
    (await s3.send(new GetBucketLocationCommand({ Bucket: 'american' }))).LocationConstraint,
    undefined,
  );
});
