import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as sdk from '@aws-sdk/client-s3';
import { openStack, refused } from './stack.ts';

const Bucket = 'settings';

test('a new bucket reads as a new bucket of S3', async (context) => {
  const { s3 } = await openStack(context);
  await s3.send(new sdk.CreateBucketCommand({ Bucket }));
  const owner = (await s3.send(new sdk.ListBucketsCommand({}))).Owner?.ID;
  const acl = await s3.send(new sdk.GetBucketAclCommand({ Bucket }));
  assert.deepEqual(
    [acl.Owner?.ID, acl.Grants?.length, acl.Grants?.[0]?.Permission],
    [owner, 1, 'FULL_CONTROL'],
  );
  await refused(s3.send(new sdk.GetBucketCorsCommand({ Bucket })), 'NoSuchCORSConfiguration');
  await refused(s3.send(new sdk.GetBucketWebsiteCommand({ Bucket })), 'NoSuchWebsiteConfiguration');
  await refused(
    s3.send(new sdk.GetBucketLifecycleConfigurationCommand({ Bucket })),
    'NoSuchLifecycleConfiguration',
  );
  await refused(
    s3.send(new sdk.GetBucketReplicationCommand({ Bucket })),
    'ReplicationConfigurationNotFoundError',
  );
  await refused(s3.send(new sdk.GetBucketTaggingCommand({ Bucket })), 'NoSuchTagSet');
  await refused(s3.send(new sdk.GetBucketPolicyCommand({ Bucket })), 'NoSuchBucketPolicy');
  await refused(
    s3.send(new sdk.GetObjectLockConfigurationCommand({ Bucket })),
    'ObjectLockConfigurationNotFoundError',
  );
  await refused(
    s3.send(new sdk.GetBucketOwnershipControlsCommand({ Bucket })),
    'OwnershipControlsNotFoundError',
  );
  const encryption = await s3.send(new sdk.GetBucketEncryptionCommand({ Bucket }));
  assert.equal(
    encryption.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault
      ?.SSEAlgorithm,
    'AES256',
  );
  assert.equal(
    (await s3.send(new sdk.GetBucketAccelerateConfigurationCommand({ Bucket }))).Status,
    undefined,
  );
  assert.equal((await s3.send(new sdk.GetBucketRequestPaymentCommand({ Bucket }))).Payer, 'BucketOwner');
  assert.equal((await s3.send(new sdk.GetBucketLoggingCommand({ Bucket }))).LoggingEnabled, undefined);
  const notification = await s3.send(new sdk.GetBucketNotificationConfigurationCommand({ Bucket }));
  assert.equal(notification.LambdaFunctionConfigurations, undefined);
});

test('settings are kept as they are given, and forgotten', async (context) => {
  const { s3 } = await openStack(context);
  await s3.send(new sdk.CreateBucketCommand({ Bucket }));
  const TagSet = [{ Key: 'team', Value: 'a' }];
  await s3.send(new sdk.PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
  assert.deepEqual((await s3.send(new sdk.GetBucketTaggingCommand({ Bucket }))).TagSet, TagSet);
  await s3.send(new sdk.DeleteBucketTaggingCommand({ Bucket }));
  await refused(s3.send(new sdk.GetBucketTaggingCommand({ Bucket })), 'NoSuchTagSet');

  const CORSRules = [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'], MaxAgeSeconds: 5 }];
  await s3.send(new sdk.PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));
  assert.deepEqual((await s3.send(new sdk.GetBucketCorsCommand({ Bucket }))).CORSRules, CORSRules);
  await s3.send(new sdk.DeleteBucketCorsCommand({ Bucket }));

  const Rules: sdk.LifecycleRule[] = [
    {
      ID: 'r',
      Status: 'Enabled',
      Filter: { Prefix: 'x/' },
      Expiration: { Date: new Date('2030-01-01T00:00:00Z') },
    },
  ];
  await s3.send(
    new sdk.PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }),
  );
  assert.deepEqual((await s3.send(new sdk.GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules, Rules);

  const OwnershipControls = { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' as const }] };
  await s3.send(new sdk.PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls }));
  assert.deepEqual(
    (await s3.send(new sdk.GetBucketOwnershipControlsCommand({ Bucket }))).OwnershipControls,
    OwnershipControls,
  );
});

test("a bucket's encryption is told with its objects", async (context) => {
  const { s3 } = await openStack(context);
  await s3.send(new sdk.CreateBucketCommand({ Bucket }));
  const KMSMasterKeyID = 'arn:aws:kms:us-east-1:000000000000:key/k';
  await s3.send(
    new sdk.PutBucketEncryptionCommand({
      Bucket,
      ServerSideEncryptionConfiguration: {
        Rules: [
          {
            ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID },
            BucketKeyEnabled: true,
          },
        ],
      },
    }),
  );
  const put = await s3.send(new sdk.PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }));
  assert.deepEqual(
    [put.ServerSideEncryption, put.SSEKMSKeyId, put.BucketKeyEnabled],
    ['aws:kms', KMSMasterKeyID, true],
  );
});

test('what would be kept and do nothing is refused', async (context) => {
  const { s3 } = await openStack(context);
  await s3.send(new sdk.CreateBucketCommand({ Bucket }));
  const notBuilt = (call: Promise<unknown>) => refused(call, 'NotImplemented', { status: 501 });
  await notBuilt(
    s3.send(
      new sdk.PutBucketNotificationConfigurationCommand({
        Bucket,
        NotificationConfiguration: { EventBridgeConfiguration: {} },
      }),
    ),
  );
  await notBuilt(
    s3.send(
      new sdk.PutBucketAccelerateConfigurationCommand({
        Bucket,
        AccelerateConfiguration: { Status: 'Enabled' },
      }),
    ),
  );
  await notBuilt(
    s3.send(
      new sdk.PutBucketRequestPaymentCommand({ Bucket, RequestPaymentConfiguration: { Payer: 'Requester' } }),
    ),
  );
  await notBuilt(
    s3.send(
      new sdk.PutBucketWebsiteCommand({
        Bucket,
        WebsiteConfiguration: { IndexDocument: { Suffix: 'index.html' } },
      }),
    ),
  );
  await notBuilt(
    s3.send(
      new sdk.PutBucketVersioningCommand({
        Bucket,
        MFA: 's 1',
        VersioningConfiguration: { Status: 'Enabled', MFADelete: 'Enabled' },
      }),
    ),
  );
  await notBuilt(
    s3.send(new sdk.CreateBucketCommand({ Bucket: 'locked', ObjectLockEnabledForBucket: true })),
  );
});

test('a document that is not of the schema is malformed', async (context) => {
  const { s3 } = await openStack(context);
  await s3.send(new sdk.CreateBucketCommand({ Bucket }));
  const VersioningConfiguration = { Status: 'Sometimes' as never };
  await refused(
    s3.send(new sdk.PutBucketVersioningCommand({ Bucket, VersioningConfiguration })),
    'MalformedXML',
    { status: 400 },
  );
  await refused(s3.send(new sdk.PutBucketPolicyCommand({ Bucket, Policy: '{' })), 'MalformedPolicy');
  await refused(
    s3.send(new sdk.PutBucketAclCommand({ Bucket, ACL: 'public-read' })),
    'AccessControlListNotSupported',
  );
});
