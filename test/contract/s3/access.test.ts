import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectsCommand,
  DeletePublicAccessBlockCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { openStack, refused, root } from './stack.ts';

const Bucket = 'guarded';

async function open(context: TestContext) {
  const stack = await openStack(context);
  const { s3, client, url } = stack;
  await s3.send(new CreateBucketCommand({ Bucket }));
  for (const Key of ['open/a', 'closed/b']) await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  const iam = new IAMClient({ endpoint: url, region: 'us-east-1', credentials: root, maxAttempts: 1 });
  context.after(() => iam.destroy());
  /** A user who may do what the statements say. */
  const user = async (name: string, ...statements: object[]) => {
    await iam.send(new CreateUserCommand({ UserName: name }));
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: statements });
    if (statements.length) {
      await iam.send(new PutUserPolicyCommand({ UserName: name, PolicyName: 'own', PolicyDocument }));
    }
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: name }));
    return client({
      credentials: {
        accessKeyId: AccessKey?.AccessKeyId ?? '',
        secretAccessKey: AccessKey?.SecretAccessKey ?? '',
      },
    });
  };
  const bucketPolicy = (...statements: object[]) =>
    s3.send(
      new PutBucketPolicyCommand({
        Bucket,
        Policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
      }),
    );
  return { ...stack, user, bucketPolicy };
}

const allow = (Action: string | string[], Resource: string | string[], more = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const arn = `arn:aws:s3:::${Bucket}`;
const get = (Key: string) => new GetObjectCommand({ Bucket, Key });

test('a user may do what policies say, and does not learn what is missing', async (context) => {
  const { user } = await open(context);
  const reader = await user('reader', allow('s3:GetObject', `${arn}/open/*`));
  assert.equal(await (await reader.send(get('open/a'))).Body?.transformToString(), 'open/a');
  await refused(reader.send(get('closed/b')), 'AccessDenied', { status: 403 });
  await refused(reader.send(get('open/none')), 'AccessDenied');
  const lister = await user('lister', allow('s3:GetObject', `${arn}/*`), allow('s3:ListBucket', arn));
  await refused(lister.send(get('open/none')), 'NoSuchKey');
  const refusal = await reader.send(get('closed/b')).catch((error) => error);
  assert.match(
    refusal.message,
    /^User: arn:aws:iam::000000000000:user\/reader is not authorized to perform: s3:GetObject on resource: "?arn:aws:s3:::guarded\/closed\/b"? because no identity-based policy allows the s3:GetObject action$/,
  );
});

test('condition keys of S3 are met or not', async (context) => {
  const { user, s3 } = await open(context);
  const lister = await user(
    'lister',
    allow('s3:ListBucket', arn, { Condition: { StringLike: { 's3:prefix': 'open/*' } } }),
  );
  const list = (Prefix?: string) => lister.send(new ListObjectsV2Command({ Bucket, Prefix }));
  assert.equal((await list('open/')).KeyCount, 1);
  await refused(list('closed/'), 'AccessDenied');
  await refused(list(), 'AccessDenied');
  await s3.send(new PutObjectCommand({ Bucket, Key: 'tagged', Body: 'x', Tagging: 'team=red' }));
  const red = await user(
    'red',
    allow('s3:GetObject', `${arn}/*`, {
      Condition: { StringEquals: { 's3:ExistingObjectTag/team': 'red' } },
    }),
  );
  await (await red.send(get('tagged'))).Body?.transformToString();
  await refused(red.send(get('open/a')), 'AccessDenied');
});

test('of many keys, those are deleted that may be', async (context) => {
  const { user } = await open(context);
  const cleaner = await user('cleaner', allow('s3:DeleteObject', `${arn}/open/*`));
  const done = await cleaner.send(
    new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'open/a' }, { Key: 'closed/b' }] } }),
  );
  assert.deepEqual(done.Deleted, [{ Key: 'open/a' }]);
  assert.deepEqual(
    done.Errors?.map(({ Key, Code }) => [Key, Code]),
    [['closed/b', 'AccessDenied']],
  );
});

test("a bucket's policy lets in, and keeps out even its owner", async (context) => {
  const { user, bucketPolicy, s3, client } = await open(context);
  const guest = await user('guest');
  const other = client({
    credentials: { accessKeyId: '111122223333', secretAccessKey: root.secretAccessKey },
  });
  await bucketPolicy(
    allow('s3:GetObject', `${arn}/*`, {
      Principal: { AWS: ['arn:aws:iam::000000000000:user/guest', '111122223333'] },
    }),
    { Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: `${arn}/closed/*` },
  );
  await (await guest.send(get('open/a'))).Body?.transformToString();
  await (await other.send(get('open/a'))).Body?.transformToString();
  await refused(guest.send(get('closed/b')), 'AccessDenied');
  await refused(s3.send(get('closed/b')), 'AccessDenied');
  await refused(other.send(new ListObjectsV2Command({ Bucket })), 'AccessDenied');
  assert.equal((await s3.send(new GetBucketPolicyStatusCommand({ Bucket }))).PolicyStatus?.IsPublic, false);
  await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
  await refused(s3.send(new GetBucketPolicyCommand({ Bucket })), 'NoSuchBucketPolicy', { status: 404 });
  await refused(guest.send(get('open/a')), 'AccessDenied');
});

test('the public comes in when nothing blocks it', async (context) => {
  const { bucketPolicy, s3, url } = await open(context);
  const everyone = allow('s3:GetObject', `${arn}/open/*`, { Principal: '*' });
  const visit = async (key: string) => {
    const response = await fetch(`${url}/${Bucket}/${key}`);
    return [response.status, await response.text()] as const;
  };
  assert.equal(
    (await s3.send(new GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration
      ?.BlockPublicPolicy,
    true,
  );
  await refused(bucketPolicy(everyone), 'AccessDenied');
  await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
  await refused(s3.send(new GetPublicAccessBlockCommand({ Bucket })), 'NoSuchPublicAccessBlockConfiguration');
  await bucketPolicy(everyone);
  assert.deepEqual(await visit('open/a'), [200, 'open/a']);
  const [status, body] = await visit('closed/b');
  assert.equal(status, 403);
  assert.match(body, /<Code>AccessDenied<\/Code>/);
  const PublicAccessBlockConfiguration = { RestrictPublicBuckets: true };
  await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
  assert.equal((await visit('open/a'))[0], 403);
});

test('a bucket may be called as the paths of another service begin', async (context) => {
  const { s3, url } = await open(context);
  const visit = async () => (await fetch(`${url}/restapis/key`)).headers.get('content-type');
  assert.equal(await visit(), 'application/json');
  await s3.send(new CreateBucketCommand({ Bucket: 'restapis' }));
  assert.equal(await visit(), 'application/xml');
});
