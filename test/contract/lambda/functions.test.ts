import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import * as sdk from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { openStack, refused, type Stack, zip } from './stack.ts';

let stack: Stack;
before(async () => {
  stack = await openStack();
});
after(() => stack.postern[Symbol.asyncDispose]());

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function';
const code = (word: string) => `export const handler = async () => '${word}'`;
const settled = async (name: string) => {
  const wait = { client: stack.lambda, maxWaitTime: 10, minDelay: 0.02, maxDelay: 0.1 };
  await sdk.waitUntilFunctionUpdatedV2(wait as never, { FunctionName: name });
};

test('a function is created pending, becomes active, is changed and deleted', async () => {
  const { lambda, role } = stack;
  const archive = await zip({ 'index.mjs': code('one') });
  const created = await lambda.send(
    new sdk.CreateFunctionCommand({
      FunctionName: 'life',
      Role: role,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Code: { ZipFile: archive },
      Environment: { Variables: { AA: '1' } },
      Tags: { team: 'a' },
    }),
  );
  assert.equal(created.$metadata.httpStatusCode, 201);
  const sha = createHash('sha256').update(archive).digest('base64');
  const { $metadata: _, LastModified, RevisionId, RuntimeVersionConfig, ...rest } = created;
  assert.match(LastModified ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/);
  assert.match(RevisionId ?? '', /^[0-9a-f-]{36}$/);
  assert.match(
    RuntimeVersionConfig?.RuntimeVersionArn ?? '',
    /^arn:aws:lambda:us-east-1::runtime:[0-9a-f]{64}$/,
  );
  assert.deepEqual(rest, {
    FunctionName: 'life',
    FunctionArn: `${ARN}:life`,
    Runtime: 'nodejs22.x',
    Role: role,
    Handler: 'index.handler',
    CodeSize: archive.length,
    Description: '',
    Timeout: 3,
    MemorySize: 128,
    CodeSha256: sha,
    Version: '$LATEST',
    Environment: { Variables: { AA: '1' } },
    TracingConfig: { Mode: 'PassThrough' },
    State: 'Pending',
    StateReason: 'The function is being created.',
    StateReasonCode: 'Creating',
    PackageType: 'Zip',
    Architectures: ['x86_64'],
    EphemeralStorage: { Size: 512 },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/life' },
  });
  await settled('life');
  const got = await lambda.send(new sdk.GetFunctionCommand({ FunctionName: `${ARN}:life` }));
  assert.equal(got.Configuration?.State, 'Active');
  assert.equal(got.Configuration?.LastUpdateStatus, 'Successful');
  assert.deepEqual(got.Tags, { team: 'a' });
  const location = await fetch(got.Code?.Location ?? '');
  assert.ok(Buffer.from(await location.arrayBuffer()).equals(archive), 'the archive comes back by its link');
  assert.equal((await fetch((got.Code?.Location ?? '').replace(/expires=\d/, 'expires=9'))).status, 403);
  assert.equal((await stack.invoke('life')).payload, 'one');

  const update = { FunctionName: 'life', ZipFile: await zip({ 'index.mjs': code('two') }) };
  await refused(
    lambda.send(new sdk.UpdateFunctionCodeCommand({ ...update, RevisionId: 'old' })),
    'PreconditionFailedException',
    412,
  );
  const tried = await lambda.send(new sdk.UpdateFunctionCodeCommand({ ...update, DryRun: true }));
  assert.notEqual(tried.CodeSha256, sha);
  assert.equal((await stack.invoke('life')).payload, 'one');
  const updated = await lambda.send(new sdk.UpdateFunctionCodeCommand(update));
  assert.equal(updated.LastUpdateStatus, 'InProgress');
  await settled('life');
  assert.equal((await stack.invoke('life')).payload, 'two');
  const configured = await lambda.send(
    new sdk.UpdateFunctionConfigurationCommand({
      FunctionName: 'life',
      Timeout: 7,
      MemorySize: 256,
      Description: 'd',
      Environment: { Variables: { BB: '2' } },
    }),
  );
  assert.deepEqual([configured.Timeout, configured.MemorySize, configured.Description], [7, 256, 'd']);
  assert.deepEqual(configured.Environment, { Variables: { BB: '2' } });
  await settled('life');

  await lambda.send(new sdk.DeleteFunctionCommand({ FunctionName: 'life' }));
  await refused(
    lambda.send(new sdk.GetFunctionCommand({ FunctionName: 'life' })),
    'ResourceNotFoundException',
    404,
    `Function not found: ${ARN}:life`,
  );
  await refused(
    lambda.send(new sdk.InvokeCommand({ FunctionName: 'life' })),
    'ResourceNotFoundException',
    404,
    `Function not found: ${ARN}:life:$LATEST`,
  );
});

test('code comes from S3 with the rights of the caller', async () => {
  const s3 = new S3Client({ ...stack.postern.client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'code' }));
  await s3.send(
    new PutObjectCommand({ Bucket: 'code', Key: 'a.zip', Body: await zip({ 'index.mjs': code('from S3') }) }),
  );
  await stack.create('from-s3', '', { Code: { S3Bucket: 'code', S3Key: 'a.zip' } });
  assert.equal((await stack.invoke('from-s3')).payload, 'from S3');
  await refused(
    stack.create('no', '', { Code: { S3Bucket: 'code', S3Key: 'b.zip' } }),
    'InvalidParameterValueException',
    400,
    /^Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.$/,
  );
  await refused(
    stack.create('no', '', { Code: { S3Bucket: 'none-such', S3Key: 'b.zip' } }),
    'InvalidParameterValueException',
    400,
    /NoSuchBucket/,
  );
});

test('what cannot be is refused in AWS’s words, and leaves nothing', async () => {
  const bad = 'InvalidParameterValueException';
  await refused(stack.create('no', '', { Runtime: 'nodejs12.x' }), bad, 400, /no longer supported/);
  await refused(
    stack.create('no', '', { Runtime: 'cobol' as never }),
    bad,
    400,
    /^Value cobol at 'runtime' failed to satisfy constraint/,
  );
  await refused(stack.create('no', '', { Runtime: 'java21' }), bad, 400, /java21 is not implemented/);
  await refused(
    stack.create('no', '', { Role: 'arn:aws:iam::000000000000:role/none' }),
    bad,
    400,
    'The role defined for the function cannot be assumed by Lambda.',
  );
  await refused(
    stack.create('no', '', { Role: 'r1' }),
    'ValidationException',
    400,
    /at 'role' failed to satisfy constraint/,
  );
  await refused(
    stack.create('no', '', { Code: { ZipFile: Buffer.from('no zip') } }),
    bad,
    400,
    'Could not unzip uploaded file. Please check your file, then try to upload again.',
  );
  await refused(stack.create('no', '', { Code: {} }), bad, 400);
  await refused(stack.create('no', '', { MemorySize: 64 }), 'ValidationException', 400, /memorySize/);
  await refused(stack.create('no', '', { MemorySize: 10_241 }), bad, 400, /10240$/);
  await refused(stack.create('no', '', { Timeout: 901 }), 'ValidationException', 400, /timeout/);
  await refused(
    stack.create('no', '', { Environment: { Variables: { AWS_REGION: 'x' } } }),
    bad,
    400,
    /Reserved keys used in this request: AWS_REGION$/,
  );
  await refused(
    stack.create('no', '', { Environment: { Variables: { AA: 'x'.repeat(4096) } } }),
    bad,
    400,
    /exceeded the 4KB limit/,
  );
  await refused(
    stack.create('no', '', { Code: { ZipFile: await zip({ 'big.bin': Buffer.alloc(263_000_000) }) } }),
    bad,
    400,
    'Unzipped size must be smaller than 262144000 bytes',
  );
  const { Functions } = await stack.lambda.send(new sdk.ListFunctionsCommand({}));
  assert.ok(!Functions?.some(({ FunctionName }) => FunctionName === 'no'));
});

test('what is not built is refused with 501', async () => {
  const settings: Partial<sdk.CreateFunctionCommandInput>[] = [
    { VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] } },
    { DeadLetterConfig: { TargetArn: 'arn:aws:sqs:us-east-1:000000000000:q' } },
    { TracingConfig: { Mode: 'Active' } },
    { SnapStart: { ApplyOn: 'PublishedVersions' } },
    { PackageType: 'Image', Code: { ImageUri: 'x' } },
    { LoggingConfig: { LogFormat: 'JSON' } },
    { KMSKeyArn: 'arn:aws:kms:us-east-1:000000000000:key/a' },
  ];
  for (const setting of settings) await refused(stack.create('no', '', setting), 'NotImplemented', 501);
  await refused(
    stack.lambda.send(new sdk.CreateFunctionUrlConfigCommand({ FunctionName: 'no', AuthType: 'NONE' })),
    'NotImplemented',
    501,
  );
});

test('names may be ARNs, in part or whole; other Regions and accounts are told apart', async () => {
  await stack.create('named', code('me'));
  for (const name of ['named', `${ARN}:named`, '000000000000:function:named', 'function:named']) {
    assert.equal((await stack.invoke(name)).payload, 'me', name);
  }
  await refused(
    stack.invoke('arn:aws:lambda:eu-west-1:000000000000:function:named'),
    'ResourceNotFoundException',
    404,
    "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')",
  );
  await refused(
    stack.lambda.send(
      new sdk.GetFunctionCommand({ FunctionName: 'arn:aws:lambda:us-east-1:111111111111:function:named' }),
    ),
    'AccessDeniedException',
    403,
  );
  await refused(
    stack.lambda.send(new sdk.GetFunctionCommand({ FunctionName: `${ARN}:named:1`, Qualifier: '2' })),
    'InvalidParameterValueException',
    400,
    'The derived qualifier from the function name does not match the specified qualifier.',
  );
  await refused(
    stack.create('named', code('again')),
    'ResourceConflictException',
    409,
    'Function already exist: named',
  );
});

test('functions are listed in pages', async () => {
  for (const name of ['page-a', 'page-b', 'page-c']) await stack.create(name, code(name));
  const names: (string | undefined)[] = [];
  for await (const page of sdk.paginateListFunctions({ client: stack.lambda, pageSize: 2 }, {})) {
    assert.ok((page.Functions?.length ?? 0) <= 2);
    names.push(...(page.Functions ?? []).map(({ FunctionName }) => FunctionName));
  }
  assert.deepEqual(
    names.filter((name) => name?.startsWith('page-')),
    ['page-a', 'page-b', 'page-c'],
  );
  assert.equal(new Set(names).size, names.length);
});

test('tags are kept by function', async () => {
  await stack.create('tagged', code('t'), { Tags: { a: '1' } });
  const Resource = `${ARN}:tagged`;
  await stack.lambda.send(new sdk.TagResourceCommand({ Resource, Tags: { b: '2' } }));
  await stack.lambda.send(new sdk.UntagResourceCommand({ Resource, TagKeys: ['a'] }));
  assert.deepEqual((await stack.lambda.send(new sdk.ListTagsCommand({ Resource }))).Tags, { b: '2' });
  await refused(
    stack.lambda.send(new sdk.TagResourceCommand({ Resource: `${Resource}:1`, Tags: { c: '3' } })),
    'InvalidParameterValueException',
    400,
    /aliases and versions/,
  );
});

test('account settings count what there is', async () => {
  const { AccountLimit, AccountUsage } = await stack.lambda.send(new sdk.GetAccountSettingsCommand({}));
  assert.equal(AccountLimit?.ConcurrentExecutions, 1000);
  assert.equal(AccountLimit?.UnreservedConcurrentExecutions, 1000);
  const { Functions = [] } = await stack.lambda.send(new sdk.ListFunctionsCommand({}));
  assert.equal(AccountUsage?.FunctionCount, Functions.length);
});
