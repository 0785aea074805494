import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import {
  CreateBucketCommand,
  type GetObjectCommandOutput,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { openStack, root } from './stack.ts';

const Bucket = 'doors';

test('services read objects from inside, without a socket, as someone who may', async (context) => {
  const { s3, inside } = await openStack(context);
  await s3.send(new CreateBucketCommand({ Bucket }));
  const caller = {
    kind: 'root',
    account: root.account,
    arn: `arn:aws:iam::${root.account}:root`,
    userId: root.account,
  } as const;
  const request = { service: 's3', caller, region: 'us-east-1' };
  await inside.call({
    ...request,
    operation: 'PutObject',
    input: { Bucket, Key: 'in', Body: Readable.from([Buffer.from('in'), Buffer.from('side')]) },
  });
  await inside.call({
    ...request,
    operation: 'PutObject',
    input: { Bucket, Key: 'bytes', Body: Buffer.from('bytes') },
  });
  const read = (who: object, Key = 'in') =>
    inside.call<{ Body: Readable; ContentLength: number }>({
      ...request,
      ...who,
      operation: 'GetObject',
      input: { Bucket, Key },
    });
  const got = await read({});
  assert.deepEqual([await text(got.Body), got.ContentLength], ['inside', 6]);
  const stranger = { ...caller, account: '111122223333', arn: 'arn:aws:iam::111122223333:root' };
  await assert.rejects(read({ caller: stranger }), { code: 'AccessDenied', status: 403 });
  await assert.rejects(read({}, 'none'), { code: 'NoSuchKey', status: 404 });
});

test('a bucket is found in the host name', async (context) => {
  const { s3, url } = await openStack(context);
  const { port } = new URL(url);
  await s3.send(new CreateBucketCommand({ Bucket }));
  const lookup: NonNullable<ConstructorParameters<typeof Agent>[0]>['lookup'] = (_host, options, found) =>
    options.all ? found(null, [{ address: '127.0.0.1', family: 4 }]) : found(null, '127.0.0.1', 4);
  for (const host of ['s3.localhost', 's3.us-east-1.amazonaws.com', 's3.localhost.localstack.cloud']) {
    const virtual = new S3Client({
      endpoint: `http://${host}:${port}`,
      region: 'us-east-1',
      credentials: root,
      requestHandler: { httpAgent: new Agent({ lookup }) },
    });
    await virtual.send(new PutObjectCommand({ Bucket, Key: `a b/${host}`, Body: host }));
    const got: GetObjectCommandOutput = await virtual.send(
      new GetObjectCommand({ Bucket, Key: `a b/${host}` }),
    );
    assert.equal(await got.Body?.transformToString(), host);
    virtual.destroy();
  }
  assert.equal((await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount, 3);
});
