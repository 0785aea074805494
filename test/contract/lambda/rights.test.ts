import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as sdk from '@aws-sdk/client-lambda';
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { openStack, refused, type Stack } from './stack.ts';

let stack: Stack;
before(async () => {
  stack = await openStack(undefined, [
    { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::data/open/*' },
  ]);
});
after(() => stack.postern[Symbol.asyncDispose]());

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function';

async function user(name: string, ...statements: object[]): Promise<sdk.LambdaClient> {
  const iam = new IAMClient(stack.postern.client);
  await iam.send(new CreateUserCommand({ UserName: name }));
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  if (statements.length > 0)
    await iam.send(new PutUserPolicyCommand({ UserName: name, PolicyName: 'p', PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: name }));
  return new sdk.LambdaClient({
    ...stack.postern.client,
    credentials: {
      accessKeyId: AccessKey?.AccessKeyId ?? '',
      secretAccessKey: AccessKey?.SecretAccessKey ?? '',
    },
  });
}

test('a function acts in its role: unmodified SDK code reaches this server with its rights', async () => {
  const s3 = new S3Client({ ...stack.postern.client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'data' }));
  await s3.send(new PutObjectCommand({ Bucket: 'data', Key: 'open/a', Body: 'content' }));
  await s3.send(new PutObjectCommand({ Bucket: 'data', Key: 'closed/a', Body: 'secret' }));
  await stack.create(
    'reader',
    `import { S3Client, GetObjectCommand } from '@aws-sdk/client-s3';
     const s3 = new S3Client({});
     export const handler = async (Key) => { try { return await (await s3.send(new GetObjectCommand({ Bucket: 'data', Key }))).Body.transformToString() } catch (error) { return error.name } }`,
    { MemorySize: 1024, Timeout: 20 },
  );
  assert.equal((await stack.invoke('reader', 'open/a')).payload, 'content');
  assert.equal((await stack.invoke('reader', 'closed/a')).payload, 'AccessDenied');
});

test('who invokes needs the right, from the policy of the user or of the function', async () => {
  await stack.create('guarded', `export const handler = async () => 1`, { Publish: true });
  const stranger = await user('stranger');
  const friend = await user('friend', {
    Effect: 'Allow',
    Action: 'lambda:InvokeFunction',
    Resource: `${ARN}:guarded`,
  });
  const call = (client: sdk.LambdaClient, FunctionName: string) =>
    client.send(new sdk.InvokeCommand({ FunctionName }));
  await refused(
    call(stranger, 'guarded'),
    'AccessDeniedException',
    403,
    /is not authorized to perform: lambda:InvokeFunction on resource: arn:aws:lambda:us-east-1:000000000000:function:guarded/,
  );
  assert.equal((await call(friend, 'guarded')).StatusCode, 200);
  await refused(call(friend, 'guarded:1'), 'AccessDeniedException', 403);

  const add = (more: Partial<sdk.AddPermissionCommandInput>) =>
    stack.lambda.send(
      new sdk.AddPermissionCommand({
        FunctionName: 'guarded',
        StatementId: 's',
        Action: 'lambda:InvokeFunction',
        Principal: 'arn:aws:iam::000000000000:user/stranger',
        ...more,
      }),
    );
  const added = await add({});
  assert.deepEqual(JSON.parse(added.Statement ?? ''), {
    Sid: 's',
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::000000000000:user/stranger' },
    Action: 'lambda:InvokeFunction',
    Resource: `${ARN}:guarded`,
  });
  assert.equal((await call(stranger, 'guarded')).StatusCode, 200);
  await refused(add({}), 'ResourceConflictException', 409, /statement id \(s\) provided already exists/);
  await refused(
    add({ StatementId: 't', Principal: 'nobody' }),
    'InvalidParameterValueException',
    400,
    'The provided principal was invalid. Please check the principal and try again.',
  );
  await refused(
    add({ StatementId: 't', Qualifier: '$LATEST' }),
    'InvalidParameterValueException',
    400,
    'We currently do not support adding policies for $LATEST.',
  );
  await refused(
    add({ StatementId: 't', Qualifier: '42' }),
    'ResourceNotFoundException',
    404,
    `Function not found: ${ARN}:guarded:42`,
  );
  await add({
    StatementId: 'api',
    Principal: 'apigateway.amazonaws.com',
    SourceArn: 'arn:aws:execute-api:us-east-1:000000000000:a/*',
    SourceAccount: '000000000000',
  });
  const { Policy, RevisionId } = await stack.lambda.send(
    new sdk.GetPolicyCommand({ FunctionName: 'guarded' }),
  );
  const { Statement } = JSON.parse(Policy ?? '') as { Statement: { Condition?: object }[] };
  assert.deepEqual(Statement[1]?.Condition, {
    StringEquals: { 'AWS:SourceAccount': '000000000000' },
    ArnLike: { 'AWS:SourceArn': 'arn:aws:execute-api:us-east-1:000000000000:a/*' },
  });
  const remove = (RevisionId?: string) =>
    stack.lambda.send(
      new sdk.RemovePermissionCommand({
        FunctionName: 'guarded',
        StatementId: 's',
        ...(RevisionId && { RevisionId }),
      }),
    );
  await refused(remove('old'), 'PreconditionFailedException', 412);
  await remove(RevisionId);
  await refused(call(stranger, 'guarded'), 'AccessDeniedException', 403);
  await refused(remove(), 'ResourceNotFoundException', 404, 'Statement s is not found in resource policy.');
});

test('who creates a function must be allowed to pass its role', async () => {
  const maker = await user('maker', { Effect: 'Allow', Action: 'lambda:*', Resource: '*' });
  await stack.create('passed', `export const handler = async () => 1`);
  const change = maker.send(
    new sdk.UpdateFunctionConfigurationCommand({ FunctionName: 'passed', Role: stack.role }),
  );
  await refused(change, 'AccessDeniedException', 403, /iam:PassRole/);
  await maker.send(new sdk.UpdateFunctionConfigurationCommand({ FunctionName: 'passed', Timeout: 4 }));
});

test('a function whose role is gone does not start', async () => {
  const gone = await openStack(undefined, [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }]);
  try {
    await gone.create('lost', `export const handler = async () => 1`);
    const iam = new IAMClient(gone.postern.client);
    await iam.send(new DeleteRolePolicyCommand({ RoleName: 'function', PolicyName: 'own' }));
    await iam.send(new DeleteRoleCommand({ RoleName: 'function' }));
    await refused(
      gone.invoke('lost'),
      'AccessDeniedException',
      403,
      'The role defined for the function cannot be assumed by Lambda.',
    );
  } finally {
    await gone.postern[Symbol.asyncDispose]();
  }
});
