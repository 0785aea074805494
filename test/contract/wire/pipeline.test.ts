import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { APIGatewayClient, CreateRestApiCommand, GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import { CloudWatchClient, ListMetricsCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { GetUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateEndpointCommand, DescribeEndpointCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { SQSClient, ListQueuesCommand } from '@aws-sdk/client-sqs';
import { type CallContext, Fault } from '../../../src/wire/index.ts';
import { CREDENTIALS, serve, TESTER } from './serving.ts';

const notFound = () => new Fault('ResourceNotFoundException', 404, 'no such thing');

test('each protocol carries a call there and back', async () => {
  const calls: CallContext[] = [];
  const seen = (call: CallContext) => void calls.push(call);
  await using served = await serve({
    sagemaker: {
      CreateEndpoint: (input, call) => {
        seen(call);
        return {
          EndpointArn: `arn:aws:sagemaker:${call.region}:${call.account}:endpoint/${input.EndpointName}`,
        };
      },
    },
    'sagemaker-runtime': {
      InvokeEndpoint: (input) => ({
        Body: input.Body,
        ContentType: 'text/csv',
        InvokedProductionVariant: 'v1',
      }),
    },
    'api-gateway': {
      CreateRestApi: (input) => ({ id: 'abc', name: input.name, createdDate: new Date(1_700_000_000_000) }),
      GetRestApis: (input) => ({ items: [], position: `${input.limit}` }),
    },
    lambda: {
      Invoke: (input) => ({ StatusCode: 200, Payload: input.Payload, LogResult: input.FunctionName }),
    },
    sts: {
      GetCallerIdentity: (_input, call) => ({
        Account: call.account,
        Arn: call.caller.arn,
        UserId: call.caller.userId,
      }),
    },
    cloudwatch: {
      PutMetricData: (input) => assert.equal(input.MetricData[0].Value, 1.5),
      ListMetrics: () => ({ Metrics: [{ Namespace: 'n', MetricName: 'm', Dimensions: [] }] }),
    },
  });
  const config = served.clientConfig;
  const sagemaker = new SageMakerClient(config);
  const created = await sagemaker.send(
    new CreateEndpointCommand({ EndpointName: 'e', EndpointConfigName: 'c' }),
  );
  assert.equal(created.EndpointArn, 'arn:aws:sagemaker:eu-west-1:123456789012:endpoint/e');
  assert.equal(created.$metadata.requestId, calls[0]?.requestId);
  assert.deepEqual(calls[0]?.caller, TESTER);
  assert.equal(calls[0]?.endpoint, served.endpoint);

  const runtime = new SageMakerRuntimeClient(config);
  const body = Buffer.from([0, 1, 2, 255]);
  const invoked = await runtime.send(new InvokeEndpointCommand({ EndpointName: 'e', Body: body }));
  assert.deepEqual(Buffer.from(invoked.Body), body);
  assert.equal(invoked.ContentType, 'text/csv');
  assert.equal(invoked.InvokedProductionVariant, 'v1');

  const gateway = new APIGatewayClient(config);
  const api = await gateway.send(new CreateRestApiCommand({ name: 'n' }));
  assert.deepEqual(api.createdDate, new Date(1_700_000_000_000));
  assert.equal(api.$metadata.httpStatusCode, 201);
  assert.equal((await gateway.send(new GetRestApisCommand({ limit: 7 }))).position, '7');

  const lambda = new LambdaClient(config);
  const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:f';
  const answer = await lambda.send(new InvokeCommand({ FunctionName: arn, Payload: Buffer.from('{}') }));
  assert.equal(Buffer.from(answer.Payload ?? []).toString(), '{}');
  assert.equal(answer.LogResult, arn);

  const identity = await new STSClient(config).send(new GetCallerIdentityCommand({}));
  assert.equal(identity.Arn, TESTER.arn);

  const cloudwatch = new CloudWatchClient(config);
  await cloudwatch.send(
    new PutMetricDataCommand({ Namespace: 'n', MetricData: [{ MetricName: 'm', Value: 1.5 }] }),
  );
  assert.equal((await cloudwatch.send(new ListMetricsCommand({}))).Metrics?.[0]?.MetricName, 'm');
});

test('S3 streams both ways, by path and by virtual host, and its answers have its ids', async () => {
  const kept = new Map<string, Buffer>();
  await using served = await serve(
    {
      s3: {
        async PutObject(input) {
          const chunks: Buffer[] = [];
          for await (const chunk of input.Body as Readable) chunks.push(chunk);
          kept.set(`${input.Bucket}/${input.Key}`, Buffer.concat(chunks));
          return { ETag: '"e"' };
        },
        GetObject(input) {
          const bytes = kept.get(`${input.Bucket}/${input.Key}`);
          if (!bytes)
            throw new Fault('NoSuchKey', 404, 'The specified key does not exist.', {
              members: { Key: input.Key },
            });
          return {
            Body: Readable.from([bytes.subarray(0, 3), bytes.subarray(3)]),
            ContentLength: bytes.length,
            Metadata: { who: 'me' },
          };
        },
        HeadObject: () => {
          throw new Fault('NotFound', 404, 'Not Found');
        },
      },
    },
    { definitions: [{ name: 's3', unsigned: new Set(['GetObject']) }] },
  );
  const s3 = new S3Client({ ...served.clientConfig, forcePathStyle: true });
  const bytes = Buffer.alloc(300_000, 'postern');
  const key = 'a//b/../ü +%/';
  await s3.send(
    new PutObjectCommand({
      Bucket: 'bucket',
      Key: key,
      Body: Readable.from([bytes]),
      ContentLength: bytes.length,
    }),
  );
  assert.deepEqual(kept.get(`bucket/${key}`), bytes);
  const got = await s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: key }));
  assert.deepEqual(Buffer.from((await got.Body?.transformToByteArray()) ?? []), bytes);
  assert.deepEqual(got.Metadata, { who: 'me' });
  assert.match(got.$metadata.requestId ?? '', /^[0-9A-F]{16}$/);
  assert.ok(got.$metadata.extendedRequestId);
  await assert.rejects(s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'none' })), {
    name: 'NoSuchKey',
    message: 'The specified key does not exist.',
  });
  await assert.rejects(s3.send(new HeadObjectCommand({ Bucket: 'bucket', Key: 'none' })), {
    name: 'NotFound',
  });
  const raw = await ask(served.port, 'GET', '/bucket/none', {});
  assert.equal(raw.status, 404);
  kept.set('web/index.html', Buffer.from('hello'));
  const host = await ask(served.port, 'GET', '/index.html', { host: `web.s3.localhost:${served.port}` });
  assert.equal(host.body, 'hello');
});

test('faults reach clients as the errors they know', async () => {
  await using served = await serve({
    sagemaker: {
      DescribeEndpoint: () =>
        Promise.reject(new Fault('ValidationException', 400, 'Could not find endpoint "e".')),
    },
    'sagemaker-runtime': {
      InvokeEndpoint: () => {
        throw new Fault('ModelError', 424, 'the model failed', {
          members: { OriginalStatusCode: 500, OriginalMessage: 'boom' },
        });
      },
    },
    iam: {
      GetUser: () => Promise.reject(new Fault('NoSuchEntity', 404, 'The user with name u cannot be found.')),
    },
    'api-gateway': {
      GetRestApis: () =>
        Promise.reject(
          new Fault('TooManyRequestsException', 429, 'slow down', { members: { retryAfterSeconds: '3' } }),
        ),
    },
    lambda: { Invoke: () => Promise.reject(notFound()) },
  });
  const config = served.clientConfig;
  await assert.rejects(new SageMakerClient(config).send(new DescribeEndpointCommand({ EndpointName: 'e' })), {
    name: 'ValidationException',
    message: 'Could not find endpoint "e".',
  });
  await assert.rejects(
    new SageMakerRuntimeClient(config).send(
      new InvokeEndpointCommand({ EndpointName: 'e', Body: Buffer.from('x') }),
    ),
    { name: 'ModelError', message: 'the model failed', OriginalStatusCode: 500, OriginalMessage: 'boom' },
  );
  await assert.rejects(new IAMClient(config).send(new GetUserCommand({ UserName: 'u' })), {
    name: 'NoSuchEntityException',
  });
  await assert.rejects(new APIGatewayClient(config).send(new GetRestApisCommand({})), {
    name: 'TooManyRequestsException',
    retryAfterSeconds: '3',
  });
  await assert.rejects(new LambdaClient(config).send(new InvokeCommand({ FunctionName: 'f' })), {
    name: 'ResourceNotFoundException',
  });
});

test('what is not built says so by name, in the protocol of the client', async () => {
  await using served = await serve({ sagemaker: {}, iam: {} });
  const config = served.clientConfig;
  const rejects = async (promise: Promise<unknown>, words: RegExp) =>
    assert.rejects(
      promise,
      (error: { name: string; message: string; $metadata: { httpStatusCode: number } }) => {
        assert.equal(error.name, 'NotImplemented');
        assert.match(error.message, words);
        assert.equal(error.$metadata.httpStatusCode, 501);
        return true;
      },
    );
  await rejects(
    new SageMakerClient(config).send(new DescribeEndpointCommand({ EndpointName: 'e' })),
    /DescribeEndpoint of sagemaker/,
  );
  await rejects(new IAMClient(config).send(new GetUserCommand({})), /GetUser of iam/);
  await rejects(new LambdaClient(config).send(new InvokeCommand({ FunctionName: 'f' })), /Invoke of lambda/);
  await rejects(
    new SQSClient(config).send(new ListQueuesCommand({})),
    /service AmazonSQS \(operation ListQueues\)/,
  );
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  await rejects(s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' })), /GetObject of s3/);
});

test('bad input, no right and our own bugs each get their answer', async () => {
  const logged: object[] = [];
  const log = { debug() {}, info() {}, warn() {}, error: (fields: object) => void logged.push(fields) };
  await using served = await serve(
    {
      sagemaker: {
        CreateEndpoint: () => ({}),
        DescribeEndpoint: () => {
          throw new TypeError('a bug');
        },
      },
      iam: { GetUser: () => ({}) },
    },
    {
      log,
      definitions: [{ name: 'iam', access: () => [{ action: 'iam:GetUser', resource: '*' }] }],
      authorizer: { authorize: (_call, { action }) => ({ allowed: false, message: `may not ${action}` }) },
    },
  );
  const sagemaker = new SageMakerClient(served.clientConfig);
  await assert.rejects(
    sagemaker.send(new CreateEndpointCommand({ EndpointName: 'x'.repeat(64), EndpointConfigName: 'c' })),
    {
      name: 'ValidationException',
      message:
        /^2 validation errors detected: Value 'x{64}' at 'endpointName' failed to satisfy constraint: Member must have length/,
    },
  );
  await assert.rejects(
    sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'e' })),
    (error: { name: string; $metadata: { httpStatusCode: number; requestId: string } }) => {
      assert.equal(error.name, 'InternalFailure');
      assert.equal(error.$metadata.httpStatusCode, 500);
      assert.equal((logged[0] as { requestId: string }).requestId, error.$metadata.requestId);
      assert.match((logged[0] as { err: Error }).err.stack ?? '', /a bug/);
      return true;
    },
  );
  await assert.rejects(new IAMClient(served.clientConfig).send(new GetUserCommand({})), {
    name: 'AccessDenied',
    message: 'may not iam:GetUser',
  });
  const stranger = { ...served.clientConfig, credentials: { ...CREDENTIALS, secretAccessKey: 'other' } };
  await assert.rejects(
    new SageMakerClient(stranger).send(new DescribeEndpointCommand({ EndpointName: 'e' })),
    {
      name: 'InvalidSignatureException',
    },
  );
});

test('requests that are hardly requests do no harm', async () => {
  await using served = await serve(
    {
      sagemaker: { CreateEndpoint: () => ({ EndpointArn: 'a' }) },
      'api-gateway': { GetRestApi: () => ({}) },
    },
    { enforce: false },
  );
  const target = { 'x-amz-target': 'SageMaker.CreateEndpoint', 'content-type': 'application/x-amz-json-1.1' };
  const send = (body: string) => ask(served.port, 'POST', '/', target, body);
  for (const body of [
    '[1]',
    '{',
    'null',
    '"x"',
    '{"EndpointName":5}',
    '{"Tags":{}}',
    '{"EndpointName":{"a":1}}',
  ]) {
    const { status, body: answer } = await send(body);
    assert.equal(status, 400, body);
    assert.equal(JSON.parse(answer).__type, 'SerializationException', body);
  }
  const deep = await send(`{"Tags":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
  assert.equal(deep.status, 400);
  const bad = await ask(served.port, 'GET', '/restapis/%zz', {});
  assert.equal(bad.status, 400);
  const large = await ask(served.port, 'POST', '/', target, 'x'.repeat(11 * 1024 * 1024));
  assert.equal(large.status, 413);
  assert.match(large.body, /RequestEntityTooLargeException/);
  const nowhere = await ask(served.port, 'POST', '/', { 'x-amz-target': 'SageMaker.Nothing' }, '{}');
  assert.equal(JSON.parse(nowhere.body).__type, 'UnknownOperationException');
});

test('a client that goes away mid-request or mid-answer leaves nothing behind', async () => {
  let aborted: Promise<void> | undefined;
  let destroyed = false;
  const endless = new Readable({
    read() {
      this.push(Buffer.alloc(65_536));
    },
    destroy(_error, done) {
      destroyed = true;
      done(null);
    },
  });
  await using served = await serve(
    {
      s3: { GetObject: () => ({ Body: endless }) },
      sagemaker: {
        CreateEndpoint: (_input, call) => {
          aborted = new Promise((resolve) => call.signal.addEventListener('abort', () => resolve()));
          return aborted.then(() => ({}));
        },
      },
    },
    { enforce: false },
  );
  const reading = httpRequest({ port: served.port, path: '/bucket/key', host: '127.0.0.1' });
  reading.on('error', () => {}).end();
  await new Promise<void>((resolve) =>
    reading.on('response', (response) => response.on('error', () => {}).once('data', () => resolve())),
  );
  reading.destroy();
  await until(() => destroyed);

  const body = '{"EndpointName":"e","EndpointConfigName":"c"}';
  const waiting = httpRequest({
    port: served.port,
    method: 'POST',
    host: '127.0.0.1',
    headers: { 'x-amz-target': 'SageMaker.CreateEndpoint' },
  });
  waiting.on('error', () => {}).end(body);
  await until(() => aborted !== undefined);
  waiting.destroy();
  await aborted;

  const broken = connect(served.port, '127.0.0.1');
  broken.on('error', () => {});
  broken.write(
    'POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: SageMaker.CreateEndpoint\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"En',
  );
  await new Promise((resolve) => setTimeout(resolve, 20));
  broken.destroy();
  await until(async () => (await connections(served.server)) === 0);
});

test('services call each other inside, authorised and validated', async () => {
  await using served = await serve(
    { s3: { GetObject: (input, call) => ({ Body: Buffer.from(`${input.Key} for ${call.caller.arn}`) }) } },
    {
      definitions: [
        { name: 's3', access: (_operation, input) => [{ action: 's3:GetObject', resource: input.Bucket }] },
      ],
      authorizer: {
        authorize: (_call, { resource }) =>
          resource === 'open' ? { allowed: true } : { allowed: false, message: 'no' },
      },
    },
  );
  const get = (input: object) =>
    served.wire.inside.call<{ Body: Buffer }>({
      service: 's3',
      operation: 'GetObject',
      input,
      caller: TESTER,
      region: 'us-east-1',
    });
  assert.equal((await get({ Bucket: 'open', Key: 'k' })).Body.toString(), `k for ${TESTER.arn}`);
  await assert.rejects(get({ Bucket: 'closed', Key: 'k' }), { code: 'AccessDenied', status: 403 });
  await assert.rejects(get({ Bucket: 'open' }), { code: 'ValidationException' });
  assert.deepEqual((await served.wire.coverage()).s3?.operations, ['GetObject']);
});

async function connections(server: {
  getConnections(callback: (error: Error | null, count: number) => void): unknown;
}): Promise<number> {
  return new Promise((resolve, reject) =>
    server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  );
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 5_000;
  while (!(await holds())) {
    assert.ok(Date.now() < end, 'it did not come to hold');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function ask(
  port: number,
  method: string,
  path: string,
  headers: Record<string, string>,
  body = '',
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
      );
    });
    request.on('error', reject).end(body);
  });
}
