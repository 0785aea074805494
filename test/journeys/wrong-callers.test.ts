/** Everyone who may not, at every door: over HTTP, through the SDK's clients and by hand. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  GetResourcesCommand,
  GetRestApisCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
} from '@aws-sdk/client-api-gateway';
import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteRolePolicyCommand,
  DeleteUserPolicyCommand,
  GetUserCommand,
  IAMClient,
  ListUsersCommand,
  PutRolePolicyCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import {
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListBucketsCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { ListModelsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { type Clock, systemClock } from '../../src/kit/index.ts';
import { startPostern, type TestPostern } from '../postern.ts';
import { presignV4, type SignedRequest, signV4 } from './sign.ts';
import { zipOf } from './zip.ts';

const EMPTY_ZIP = Buffer.from('UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==', 'base64');

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

interface Refusal {
  readonly name: string;
  readonly message: string;
  readonly status: number | undefined;
}

let postern: TestPostern;
let iam: IAMClient;
before(async () => {
  postern = await startPostern();
  iam = new IAMClient(postern.client);
});
after(() => postern[Symbol.asyncDispose]());

/** All clients of one caller; nobody tries twice. */
function clientsOf(credentials: Credentials) {
  const config = { ...postern.client, credentials, maxAttempts: 1 };
  return {
    apiGateway: new APIGatewayClient(config),
    cloudWatch: new CloudWatchClient(config),
    logs: new CloudWatchLogsClient(config),
    iam: new IAMClient(config),
    lambda: new LambdaClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    sageMaker: new SageMakerClient(config),
    runtime: new SageMakerRuntimeClient(config),
    sts: new STSClient(config),
  };
}

/** One read at every service, each with its action. */
function readEverywhere(credentials: Credentials): [string, () => Promise<unknown>][] {
  const {
    apiGateway,
    cloudWatch,
    logs,
    iam: people,
    lambda,
    s3,
    sageMaker,
    runtime,
  } = clientsOf(credentials);
  return [
    ['apigateway:GET', () => apiGateway.send(new GetRestApisCommand({}))],
    ['cloudwatch:ListMetrics', () => cloudWatch.send(new ListMetricsCommand({}))],
    ['logs:DescribeLogGroups', () => logs.send(new DescribeLogGroupsCommand({}))],
    ['iam:ListUsers', () => people.send(new ListUsersCommand({}))],
    ['lambda:ListFunctions', () => lambda.send(new ListFunctionsCommand({}))],
    ['s3:ListAllMyBuckets', () => s3.send(new ListBucketsCommand({}))],
    ['sagemaker:ListModels', () => sageMaker.send(new ListModelsCommand({}))],
    [
      'sagemaker:InvokeEndpoint',
      () => runtime.send(new InvokeEndpointCommand({ EndpointName: 'e', Body: '' })),
    ],
  ];
}

async function refusalOf(work: Promise<unknown>): Promise<Refusal> {
  try {
    await work;
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return { name, message, status: $metadata?.httpStatusCode };
  }
  return assert.fail('it was let in');
}

async function newUser(UserName: string, statements?: object[]): Promise<Credentials> {
  await iam.send(new CreateUserCommand({ UserName }));
  if (statements) {
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: statements });
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'p', PolicyDocument }));
  }
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
}

/** Statements that allow or deny; resources default to all. */
const allow = (Action: string | string[], Resource: string | string[] = '*') => ({
  Effect: 'Allow',
  Action,
  Resource,
});
const deny = (Action: string | string[], Resource: string | string[] = '*') => ({
  Effect: 'Deny',
  Action,
  Resource,
});
const document = (...Statement: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
const trust = (Principal: object): string =>
  document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal });

async function newRole(RoleName: string, Principal: object, ...statements: object[]): Promise<string> {
  const made = await iam.send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust(Principal) }),
  );
  if (statements.length > 0) {
    const PolicyDocument = document(...statements);
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument }));
  }
  return made.Role?.Arn ?? '';
}

async function assume(who: Credentials, RoleArn: string, Policy?: string): Promise<Credentials> {
  const { sts } = clientsOf(who);
  const { Credentials: made } = await sts.send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: 'session', ...(Policy !== undefined && { Policy }) }),
  );
  return {
    accessKeyId: made?.AccessKeyId ?? '',
    secretAccessKey: made?.SecretAccessKey ?? '',
    sessionToken: made?.SessionToken ?? '',
  };
}

test('a user without policies is refused by every service, told what and why', async () => {
  const nobody = await newUser('nobody');
  for (const [action, read] of readEverywhere(nobody)) {
    const { name, message, status } = await refusalOf(read());
    assert.match(name, /^AccessDenied(Exception)?$/, action);
    assert.ok(status === 403 || status === 400, `${action} ${status}`);
    assert.ok(
      message.includes(`User: arn:aws:iam::000000000000:user/nobody is not authorized to perform: ${action}`),
      message,
    );
    assert.ok(message.endsWith(`because no identity-based policy allows the ${action} action`), message);
  }
  const { sts } = clientsOf(nobody);
  assert.equal(
    (await sts.send(new GetCallerIdentityCommand({}))).Arn,
    'arn:aws:iam::000000000000:user/nobody',
  );
});

test('an explicit deny beats every allow', async () => {
  const actions = readEverywhere(postern.client.credentials).map(([action]) => action);
  const denied = await newUser('denied', [allow('*'), deny(actions)]);
  for (const [action, read] of readEverywhere(denied)) {
    const { message } = await refusalOf(read());
    assert.ok(message.endsWith('with an explicit deny in an identity-based policy'), `${action}: ${message}`);
  }
  await iam.send(new DeleteUserPolicyCommand({ UserName: 'denied', PolicyName: 'p' }));
  for (const [action, read] of readEverywhere(denied)) {
    assert.match((await refusalOf(read())).message, /no identity-based policy allows/, action);
  }
});

test('a boundary allows nothing and takes away all it does not name', async () => {
  const bounded = await newUser('bounded', [allow('*')]);
  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName: 'boundary', PolicyDocument: document(allow('s3:*')) }),
  );
  const PermissionsBoundary = Policy?.Arn ?? '';
  await iam.send(new PutUserPermissionsBoundaryCommand({ UserName: 'bounded', PermissionsBoundary }));
  for (const [action, read] of readEverywhere(bounded)) {
    if (action.startsWith('s3:')) await read();
    else assert.match((await refusalOf(read())).message, /because no permissions boundary allows/, action);
  }
  await iam.send(new DeleteUserPolicyCommand({ UserName: 'bounded', PolicyName: 'p' }));
  const { s3 } = clientsOf(bounded);
  assert.match(
    (await refusalOf(s3.send(new ListBucketsCommand({})))).message,
    /no identity-based policy allows/,
  );
});

test('a session has at most what both its role and its own policy allow', async () => {
  const RoleArn = await newRole('wide', { AWS: 'arn:aws:iam::000000000000:root' }, allow(['s3:*', 'logs:*']));
  const user = await newUser('assumer', [allow('sts:AssumeRole', RoleArn)]);
  const session = await assume(user, RoleArn, document(allow(['s3:ListAllMyBuckets', 'iam:*'])));
  for (const [action, read] of readEverywhere(session)) {
    if (action === 's3:ListAllMyBuckets') await read();
    else if (action === 'logs:DescribeLogGroups')
      assert.match((await refusalOf(read())).message, /because no session policy allows/);
    else
      assert.match(
        (await refusalOf(read())).message,
        /because no (identity-based|session) policy allows/,
        action,
      );
  }
  const other = await newUser('stranger', [allow('s3:*')]);
  const { sts } = clientsOf(other);
  const refusal = await refusalOf(sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'session' })));
  assert.equal(refusal.name, 'AccessDenied');
});

test('a session cannot be stretched: its parts do not mix with others', async () => {
  const RoleArn = await newRole('parts', { AWS: 'arn:aws:iam::000000000000:root' }, allow('*'));
  const user = await newUser('mixer', [allow('sts:AssumeRole')]);
  const [one, two] = [await assume(user, RoleArn), await assume(user, RoleArn)];
  const identity = (credentials: Credentials) =>
    refusalOf(clientsOf(credentials).sts.send(new GetCallerIdentityCommand({})));
  assert.equal(
    (await identity({ ...one, sessionToken: two.sessionToken ?? '' })).name,
    'InvalidClientTokenId',
  );
  const { sessionToken: _, ...withoutToken } = one;
  assert.equal((await identity(withoutToken)).name, 'InvalidClientTokenId');
  assert.equal(
    (await identity({ ...one, secretAccessKey: two.secretAccessKey })).name,
    'SignatureDoesNotMatch',
  );
  const token = one.sessionToken ?? '';
  const middle = Math.floor(token.length / 2);
  const bent = `${token.slice(0, middle)}${token[middle] === 'A' ? 'B' : 'A'}${token.slice(middle + 1)}`;
  assert.equal((await identity({ ...one, sessionToken: bent })).name, 'InvalidClientTokenId');
});

test('a key that was switched off or deleted opens nothing from then on', async () => {
  const user = await newUser('leaver', [allow('iam:GetUser')]);
  const get = () => clientsOf(user).iam.send(new GetUserCommand({}));
  assert.equal((await get()).User?.UserName, 'leaver');
  const key = { UserName: 'leaver', AccessKeyId: user.accessKeyId };
  await iam.send(new UpdateAccessKeyCommand({ ...key, Status: 'Inactive' }));
  assert.deepEqual([(await refusalOf(get())).name], ['InvalidClientTokenId']);
  await iam.send(new UpdateAccessKeyCommand({ ...key, Status: 'Active' }));
  await get();
  await iam.send(new DeleteAccessKeyCommand(key));
  assert.equal((await refusalOf(get())).name, 'InvalidClientTokenId');
});

test('accounts keep apart: neither sees the other, and both must agree before one comes in', async () => {
  const other = { accessKeyId: '222233334444', secretAccessKey: postern.client.credentials.secretAccessKey };
  const there = clientsOf(other);
  const here = clientsOf(postern.client.credentials);
  await here.s3.send(new CreateBucketCommand({ Bucket: 'here-only' }));
  await here.s3.send(new PutObjectCommand({ Bucket: 'here-only', Key: 'k', Body: 'secret' }));
  const get = (who: typeof there) => who.s3.send(new GetObjectCommand({ Bucket: 'here-only', Key: 'k' }));
  assert.equal((await there.sts.send(new GetCallerIdentityCommand({}))).Account, '222233334444');
  assert.deepEqual((await there.s3.send(new ListBucketsCommand({}))).Buckets ?? [], []);
  assert.deepEqual((await there.iam.send(new ListUsersCommand({}))).Users, []);
  assert.equal((await refusalOf(get(there))).name, 'AccessDenied');
  const taken = await refusalOf(there.s3.send(new CreateBucketCommand({ Bucket: 'here-only' })));
  assert.equal(taken.name, 'BucketAlreadyExists');

  const RoleArn = await newRole('guests', { AWS: 'arn:aws:iam::222233334444:root' }, allow('s3:GetObject'));
  await there.iam.send(new CreateUserCommand({ UserName: 'guest' }));
  const { AccessKey } = await there.iam.send(new CreateAccessKeyCommand({ UserName: 'guest' }));
  const guest = {
    accessKeyId: AccessKey?.AccessKeyId ?? '',
    secretAccessKey: AccessKey?.SecretAccessKey ?? '',
  };
  assert.equal(
    (await refusalOf(assume(guest, RoleArn))).name,
    'AccessDenied',
    'its own account must allow it too',
  );
  await there.iam.send(
    new PutUserPolicyCommand({ UserName: 'guest', PolicyName: 'p', PolicyDocument: document(allow('*')) }),
  );
  const session = clientsOf(await assume(guest, RoleArn));
  assert.equal(await (await get(session)).Body?.transformToString(), 'secret');
  assert.equal((await refusalOf(session.s3.send(new ListBucketsCommand({})))).name, 'AccessDenied');

  assert.equal((await refusalOf(get(clientsOf(guest)))).name, 'AccessDenied');
  const Policy = document({
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::222233334444:user/guest' },
    Action: 's3:GetObject',
    Resource: 'arn:aws:s3:::here-only/*',
  });
  await here.s3.send(new PutBucketPolicyCommand({ Bucket: 'here-only', Policy }));
  assert.equal(await (await get(clientsOf(guest))).Body?.transformToString(), 'secret');
});

test('a 12-digit key without the secret of the root user is nobody', async () => {
  const { sts } = clientsOf({ accessKeyId: '222233334444', secretAccessKey: 'guessed' });
  assert.equal((await refusalOf(sts.send(new GetCallerIdentityCommand({})))).name, 'SignatureDoesNotMatch');
});

test('who may make functions may not hand them any role', async () => {
  const maker = await newUser('maker', [allow(['lambda:*', 'sagemaker:*'])]);
  const Role = await newRole('powerful', { Service: 'lambda.amazonaws.com' }, allow('*'));
  const make = (who: Credentials, role: string) =>
    clientsOf(who).lambda.send(
      new CreateFunctionCommand({
        FunctionName: 'f',
        Role: role,
        Runtime: 'nodejs22.x',
        Handler: 'i.h',
        Code: { ZipFile: EMPTY_ZIP },
      }),
    );
  const { name, message } = await refusalOf(make(maker, Role));
  assert.equal(name, 'AccessDeniedException');
  assert.match(
    message,
    /is not authorized to perform: iam:PassRole on resource: arn:aws:iam::000000000000:role\/powerful/,
  );
  const untrusting = await newRole('untrusting', { Service: 'sagemaker.amazonaws.com' });
  const refusal = await refusalOf(make(postern.client.credentials, untrusting));
  assert.equal(refusal.name, 'InvalidParameterValueException');
  assert.equal(refusal.message, 'The role defined for the function cannot be assumed by Lambda.');
});

test('a signature holds for one request, near its time, and no other', async () => {
  const { credentials } = postern.client;
  const url = `${postern.url}/`;
  const body = 'Action=GetCallerIdentity&Version=2011-06-15';
  const send = async (change: (signed: SignedRequest) => SignedRequest, skewMs = 0) => {
    const signed = change(
      signV4({ method: 'POST', url, service: 'sts', body, credentials, timeMs: Date.now() + skewMs }),
    );
    const answer = await fetch(signed.url, {
      method: signed.method,
      headers: signed.headers,
      body: signed.body,
    });
    const code = /<Code>(.*)<\/Code>/.exec(await answer.text())?.[1];
    return `${answer.status}${code ? ` ${code}` : ''}`;
  };
  const asIs = (signed: SignedRequest) => signed;
  const header = (name: string, change: (value: string) => string) => (signed: SignedRequest) => ({
    ...signed,
    headers: { ...signed.headers, [name]: change(signed.headers[name] ?? '') },
  });
  assert.equal(await send(asIs), '200');
  assert.equal(await send(asIs, 10 * 60_000), '200');
  assert.equal(await send(asIs, -20 * 60_000), '403 SignatureDoesNotMatch', 'too old');
  assert.equal(await send(asIs, 20 * 60_000), '403 SignatureDoesNotMatch', 'not yet');
  assert.equal(await send((signed) => ({ ...signed, body: `${body}&X=1` })), '403 SignatureDoesNotMatch');
  assert.equal(await send((signed) => ({ ...signed, url: `${url}?X=1` })), '403 SignatureDoesNotMatch');
  const flip = (text: string) => text.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
  assert.equal(await send(header('authorization', flip)), '403 SignatureDoesNotMatch');
  assert.equal(
    await send(header('authorization', (text) => text.replace('/us-east-1/', '/eu-west-1/'))),
    '403 SignatureDoesNotMatch',
  );
  assert.equal(
    await send(
      header('authorization', (text) => text.replace(credentials.accessKeyId, 'AKIAAAAAAAAAAAAAAAAA')),
    ),
    '403 InvalidClientTokenId',
  );
  assert.equal(
    await send(header('authorization', () => 'AWS4-HMAC-SHA256 nonsense')),
    '400 IncompleteSignature',
  );
  const unsigned = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body,
  });
  assert.equal(unsigned.status, 403);
  assert.match(await unsigned.text(), /<Code>MissingAuthenticationToken<\/Code>/);
  const foreign = (text: string) => text.replace(/Signature=.*/, `Signature=${'\u00e9'.repeat(64)}`);
  assert.equal(await send(header('authorization', foreign)), '403 SignatureDoesNotMatch');
});

test('a presigned URL gives what its signer may, for its time, and nothing else', async () => {
  const Bucket = 'presigned';
  const root = clientsOf(postern.client.credentials);
  await root.s3.send(new CreateBucketCommand({ Bucket }));
  await root.s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'content' }));
  const reader = await newUser('reader', [allow('s3:GetObject', `arn:aws:s3:::${Bucket}/k`)]);
  const presigned = (key: string, who = reader, timeMs = Date.now(), method = 'GET') =>
    presignV4({
      method,
      url: `${postern.url}/${Bucket}/${key}`,
      service: 's3',
      credentials: who,
      timeMs,
      expiresSeconds: 60,
    });
  const status = async (url: string, method = 'GET') => (await fetch(url, { method })).status;
  assert.equal(await (await fetch(presigned('k'))).text(), 'content');
  assert.equal(await status(presigned('other')), 403, 'the signer may not read it');
  assert.equal(await status(presigned('k', reader, Date.now() - 61_000)), 403, 'expired');
  assert.equal(await status(presigned('k').replace('/k?', '/k2?')), 403);
  assert.equal(await status(presigned('k').replace('X-Amz-Expires=60', 'X-Amz-Expires=6000')), 403);
  assert.equal(await status(presigned('k'), 'DELETE'), 403);
  assert.equal(await status(`${postern.url}/${Bucket}/k`), 403, 'unsigned');
  await iam.send(new DeleteUserPolicyCommand({ UserName: 'reader', PolicyName: 'p' }));
  assert.equal(await status(presigned('k')), 403, 'the signer lost the right');
});

test('credentials of a session end with it', async () => {
  let aheadMs = 0;
  const clock: Clock = { ...systemClock, now: () => Date.now() + aheadMs };
  await using later = await startPostern([], clock);
  const people = new IAMClient(later.client);
  const AssumeRolePolicyDocument = trust({ AWS: '000000000000' });
  const { Role } = await people.send(new CreateRoleCommand({ RoleName: 'brief', AssumeRolePolicyDocument }));
  await people.send(new CreateUserCommand({ UserName: 'u' }));
  await people.send(
    new PutUserPolicyCommand({ UserName: 'u', PolicyName: 'p', PolicyDocument: document(allow('*')) }),
  );
  const { AccessKey } = await people.send(new CreateAccessKeyCommand({ UserName: 'u' }));
  const user = {
    accessKeyId: AccessKey?.AccessKeyId ?? '',
    secretAccessKey: AccessKey?.SecretAccessKey ?? '',
  };
  const config = { ...later.client, maxAttempts: 1 };
  const { Credentials: made } = await new STSClient({ ...config, credentials: user }).send(
    new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: 'brief', DurationSeconds: 900 }),
  );
  const credentials = {
    accessKeyId: made?.AccessKeyId ?? '',
    secretAccessKey: made?.SecretAccessKey ?? '',
    sessionToken: made?.SessionToken ?? '',
  };
  const call = () =>
    new STSClient({ ...config, credentials, systemClockOffset: aheadMs }).send(
      new GetCallerIdentityCommand({}),
    );
  aheadMs = 899_000;
  assert.match((await call()).Arn ?? '', /assumed-role\/brief\/brief$/);
  aheadMs = 901_000;
  assert.equal((await refusalOf(call())).name, 'ExpiredToken');
  const s3 = new S3Client({ ...config, credentials, systemClockOffset: aheadMs, forcePathStyle: true });
  assert.equal((await refusalOf(s3.send(new ListBucketsCommand({})))).name, 'ExpiredToken');
});

test('a function does what its role may, and loses a right at once', async () => {
  const handler = `
    import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
    const client = new SageMakerRuntimeClient({ maxAttempts: 1 });
    export const handler = () => client.send(new InvokeEndpointCommand({ EndpointName: 'none', Body: '1' }))
      .then(() => 'answered', (error) => error.name + ': ' + error.message);`;
  const { lambda } = clientsOf(postern.client.credentials);
  const Role = await newRole('handler', { Service: 'lambda.amazonaws.com' });
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: 'asks',
      Role,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      MemorySize: 1769,
      Timeout: 30,
      Code: { ZipFile: await zipOf('index.mjs', handler) },
    }),
  );
  await waitUntilFunctionActiveV2(
    { client: lambda, maxWaitTime: 30, minDelay: 1, maxDelay: 1 },
    { FunctionName: 'asks' },
  );
  const ask = async () => {
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: 'asks' }));
    return JSON.parse(Buffer.from(Payload ?? []).toString()) as string;
  };
  const denied =
    'AccessDeniedException: User: arn:aws:sts::000000000000:assumed-role/handler/asks is not authorized to perform: sagemaker:InvokeEndpoint on resource: arn:aws:sagemaker:us-east-1:000000000000:endpoint/none because no identity-based policy allows the sagemaker:InvokeEndpoint action';
  assert.equal(await ask(), denied);
  const policy = { RoleName: 'handler', PolicyName: 'p' };
  const PolicyDocument = document(allow('sagemaker:InvokeEndpoint'));
  await iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument }));
  assert.match(await ask(), /^ValidationError: Endpoint none of account 000000000000 not found/);
  await iam.send(new DeleteRolePolicyCommand(policy));
  assert.equal(await ask(), denied);
});

test('a gateway that asks for signatures refuses strangers, and callers without the right', async () => {
  const { apiGateway } = clientsOf(postern.client.credentials);
  const restApiId = (await apiGateway.send(new CreateRestApiCommand({ name: 'signed' }))).id ?? '';
  const { items = [] } = await apiGateway.send(new GetResourcesCommand({ restApiId }));
  const method = { restApiId, resourceId: items[0]?.id ?? '', httpMethod: 'GET' };
  await apiGateway.send(new PutMethodCommand({ ...method, authorizationType: 'AWS_IAM' }));
  const requestTemplates = { 'application/json': '{"statusCode": 200}' };
  await apiGateway.send(new PutIntegrationCommand({ ...method, type: 'MOCK', requestTemplates }));
  await apiGateway.send(new PutMethodResponseCommand({ ...method, statusCode: '200' }));
  await apiGateway.send(new PutIntegrationResponseCommand({ ...method, statusCode: '200' }));
  await apiGateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'prod' }));
  const url = `${postern.url}/restapis/${restApiId}/prod/_user_request_/`;
  const call = async (credentials?: Credentials) => {
    const signed =
      credentials &&
      signV4({ method: 'GET', url, service: 'execute-api', body: '', credentials, timeMs: Date.now() });
    const answer = await fetch(url, signed && { headers: signed.headers });
    return [answer.status, answer.headers.get('x-amzn-errortype')];
  };
  assert.deepEqual(await call(), [403, 'MissingAuthenticationTokenException']);
  const caller = await newUser('api-caller');
  assert.deepEqual(await call(caller), [403, 'AccessDeniedException']);
  const mayCall = allow(
    'execute-api:Invoke',
    `arn:aws:execute-api:us-east-1:000000000000:${restApiId}/prod/GET/`,
  );
  await iam.send(
    new PutUserPolicyCommand({ UserName: 'api-caller', PolicyName: 'p', PolicyDocument: document(mayCall) }),
  );
  assert.deepEqual(await call(caller), [200, null]);
  assert.deepEqual(await call({ ...caller, secretAccessKey: 'guessed' }), [403, 'InvalidSignatureException']);
  const elsewhere = {
    accessKeyId: '222233334444',
    secretAccessKey: postern.client.credentials.secretAccessKey,
  };
  assert.deepEqual(
    await call(elsewhere),
    [403, 'AccessDeniedException'],
    'another account needs the API’s own policy',
  );
});
