/** Bad input and bad manners at the port: each gets AWS's answer or an end, and the next request is served. */
import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  GetResourcesCommand,
  PutIntegrationCommand,
  PutMethodCommand,
} from '@aws-sdk/client-api-gateway';
import {
  CreateLogGroupCommand,
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { CreateBucketCommand, HeadObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { startPostern, type TestPostern } from '../postern.ts';
import { signV4 } from './sign.ts';
import { zipOf } from './zip.ts';

const MB = 1024 * 1024;
let postern: TestPostern;
let url: string;

before(async () => {
  postern = await startPostern();
  url = await deployFunction();
});
after(() => postern[Symbol.asyncDispose]());

const HANDLER = `
  export const handler = async (event) => {
    switch (event.queryStringParameters?.mode) {
      case 'throw': throw new Error('boom');
      case 'exit': process.exit(3);
      case 'kill': process.kill(process.pid, 'SIGKILL');
      case 'hang': for (;;);
      case 'print': process.stdout.write('x'.repeat(100 * 1024 * 1024)); break;
      case 'text': return 'not an object';
      case 'status': return { statusCode: 'abc', body: '' };
      case 'header': return { statusCode: 200, headers: { 'x-a': '1\\r\\nx-b: 2' }, body: '' };
    }
    return { statusCode: 200, body: String((event.body ?? '').length) };
  };`;

/** A function behind a gateway; @returns its URL */
async function deployFunction(): Promise<string> {
  const [lambda, gateway] = [new LambdaClient(postern.client), new APIGatewayClient(postern.client)];
  const principal = {
    Effect: 'Allow',
    Principal: { Service: 'lambda.amazonaws.com' },
    Action: 'sts:AssumeRole',
  };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [principal] });
  const { Role } = await new IAMClient(postern.client).send(
    new CreateRoleCommand({ RoleName: 'handler', AssumeRolePolicyDocument }),
  );
  const made = await lambda.send(
    new CreateFunctionCommand({
      FunctionName: 'faulty',
      Role: Role?.Arn,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      MemorySize: 1769,
      Timeout: 2,
      Code: { ZipFile: await zipOf('index.mjs', HANDLER) },
    }),
  );
  await waitUntilFunctionActiveV2(
    { client: lambda, maxWaitTime: 30, minDelay: 1, maxDelay: 1 },
    { FunctionName: 'faulty' },
  );
  await lambda.send(
    new AddPermissionCommand({
      FunctionName: 'faulty',
      StatementId: 'gateway',
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
    }),
  );
  const { id: restApiId = '' } = await gateway.send(new CreateRestApiCommand({ name: 'faulty' }));
  const { items = [] } = await gateway.send(new GetResourcesCommand({ restApiId }));
  const method = { restApiId, resourceId: items[0]?.id ?? '', httpMethod: 'ANY' };
  await gateway.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }));
  const uri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${made.FunctionArn}/invocations`;
  await gateway.send(
    new PutIntegrationCommand({ ...method, type: 'AWS_PROXY', integrationHttpMethod: 'POST', uri }),
  );
  await gateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'prod' }));
  return `${postern.url}/restapis/${restApiId}/prod/_user_request_/`;
}

/** A connection of a client that minds no rules. */
async function open(): Promise<Socket> {
  const socket = connect(Number(new URL(postern.url).port), '127.0.0.1');
  socket.on('error', () => {});
  await new Promise((resolve) => socket.once('connect', resolve));
  return socket;
}

/** All that the server says to these bytes until it closes. */
async function say(...parts: (string | Buffer)[]): Promise<string> {
  const socket = await open();
  for (const part of parts) socket.write(part);
  return text(socket).catch((error: Error) => error.message);
}

const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
const path = () => new URL(url).pathname;
const HOST = 'Host: 127.0.0.1\r\n';

async function stillServes(): Promise<void> {
  const answer = await fetch(url, { method: 'POST', body: 'four' });
  assert.deepEqual([answer.status, await answer.text()], [200, '4']);
}

test('what is not HTTP is refused and nothing else hears of it', async () => {
  const broken: [string, number, string][] = [
    ['a TLS greeting', 400, '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ['no host', 400, 'GET / HTTP/1.1\r\n\r\n'],
    ['two lengths', 400, `POST / HTTP/1.1\r\n${HOST}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!`],
    [
      'a length and chunks',
      400,
      `POST / HTTP/1.1\r\n${HOST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ['a length below zero', 400, `POST / HTTP/1.1\r\n${HOST}Content-Length: -1\r\n\r\n`],
    ['a NUL in the path', 400, `GET /a\0b HTTP/1.1\r\n${HOST}\r\n`],
    [
      '10,000 headers',
      431,
      `GET / HTTP/1.1\r\n${HOST}${Array.from({ length: 10_000 }, (_, i) => `x-header-${i}: v\r\n`).join('')}\r\n`,
    ],
    ['a path of 200 KB', 431, `GET /${'a'.repeat(200_000)} HTTP/1.1\r\n${HOST}\r\n`],
    [
      'headers for the gateway over 10,240 bytes',
      431,
      `GET ${path()} HTTP/1.1\r\n${HOST}Connection: close\r\nx-large: ${'v'.repeat(10_240)}\r\n\r\n`,
    ],
  ];
  for (const [what, status, bytes] of broken) assert.equal(statusOf(await say(bytes)), status, what);
  await stillServes();
});

test('a request that names the whole address, as proxies are sent, is served; one that names none is refused', async () => {
  const end = `${HOST}Connection: close\r\n\r\n`;
  assert.equal(statusOf(await say(`GET ${url} HTTP/1.1\r\n${end}`)), 200);
  assert.equal(statusOf(await say(`GET http://[/_lambda/code/x HTTP/1.1\r\n${end}`)), 403);
  await stillServes();
});

test('3,000 small headers are no fault', async () => {
  const headers = Array.from({ length: 3_000 }, (_, i) => `a${i}:v\r\n`).join('');
  const signed = signV4({
    method: 'GET',
    url: `${postern.url}/`,
    service: 's3',
    body: '',
    credentials: postern.client.credentials,
    timeMs: Date.now(),
  });
  const own = Object.entries({ host: new URL(postern.url).host, ...signed.headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  const answer = await say(`GET / HTTP/1.1\r\n${own.join('')}Connection: close\r\n${headers}\r\n`);
  assert.equal(statusOf(answer), 200, answer);
});

test('broken chunks and broken-off bodies are refused; nothing half-made is kept', async () => {
  const s3 = new S3Client({ ...postern.client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'half' }));
  const put = (key: string, more: string, ...body: (string | Buffer)[]) => {
    const target = `${postern.url}/half/${key}`;
    const { headers } = signV4({
      method: 'PUT',
      url: target,
      service: 's3',
      body: 'whole',
      credentials: postern.client.credentials,
      timeMs: Date.now(),
    });
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    return [
      `PUT /half/${key} HTTP/1.1\r\nHost: ${new URL(postern.url).host}\r\n${lines.join('')}${more}\r\n`,
      ...body,
    ];
  };
  assert.equal(
    statusOf(await say(...put('chunk', 'Transfer-Encoding: chunked\r\n', 'ZZ\r\nwhole\r\n0\r\n\r\n'))),
    400,
  );
  const socket = await open();
  for (const part of put('broken-off', 'Content-Length: 5\r\n', 'who')) socket.write(part);
  await wait(50);
  socket.destroy();
  assert.equal(
    statusOf(await say(...put('other', 'Content-Length: 5\r\nConnection: close\r\n', 'other'))),
    400,
    'not what was signed',
  );
  assert.equal(
    statusOf(await say(...put('whole', 'Content-Length: 5\r\nConnection: close\r\n', 'whole'))),
    200,
  );
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: 'half' }));
  assert.deepEqual(
    Contents?.map(({ Key }) => Key),
    ['whole'],
  );
  await assert.rejects(s3.send(new HeadObjectCommand({ Bucket: 'half', Key: 'broken-off' })), {
    name: 'NotFound',
  });
});

test('who asks first sends only what is taken', async () => {
  const s3 = new S3Client({ ...postern.client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'asked' }));
  const ask = async (path: string, body: string, change = (line: string) => line): Promise<string> => {
    const { headers } = signV4({
      method: 'PUT',
      url: postern.url + path,
      service: 's3',
      body,
      credentials: postern.client.credentials,
      timeMs: Date.now(),
    });
    const lines = Object.entries(headers).map(([name, value]) => change(`${name}: ${value}\r\n`));
    const socket = await open();
    socket.write(
      `PUT ${path} HTTP/1.1\r\nHost: ${new URL(postern.url).host}\r\n${lines.join('')}Content-Length: ${body.length}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n`,
    );
    socket.once('data', (head: Buffer) => {
      if (head.toString().startsWith('HTTP/1.1 100 Continue\r\n\r\n')) socket.write(body);
    });
    return text(socket);
  };
  const forged = (line: string) => line.replace(/Signature=[0-9a-f]{8}/, 'Signature=00000000');
  assert.equal(statusOf(await ask('/asked/a', 'body', forged)), 403);
  assert.equal(statusOf(await ask('/asked-nobody/a', 'body')), 404);
  assert.match(await ask('/asked/a', 'body'), /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /);
  const { ContentLength } = await s3.send(new HeadObjectCommand({ Bucket: 'asked', Key: 'a' }));
  assert.equal(ContentLength, 4);
});

test('bodies over the limit are refused in words that the client gets to read', async () => {
  const large = await fetch(url, { method: 'POST', body: Buffer.alloc(11 * MB, 'a') });
  assert.deepEqual([large.status, await large.json()], [413, { message: 'Request Too Long' }]);
  const withoutLength = new ReadableStream({
    start(controller) {
      for (let n = 0; n < 11; n++) controller.enqueue(Buffer.alloc(MB, 'a'));
      controller.close();
    },
  });
  const streamed = await fetch(url, { method: 'POST', body: withoutLength, duplex: 'half' });
  assert.deepEqual([streamed.status, await streamed.json()], [413, { message: 'Request Too Long' }]);
  const under = await fetch(url, { method: 'POST', body: 'a'.repeat(5 * MB) });
  assert.deepEqual([under.status, await under.text()], [200, String(5 * MB)]);

  const once = { ...postern.client, maxAttempts: 1 };
  const lambda = new LambdaClient(once);
  const Payload = Buffer.from(JSON.stringify('a'.repeat(6 * MB)));
  await assert.rejects(lambda.send(new InvokeCommand({ FunctionName: 'faulty', Payload })), {
    name: 'RequestTooLargeException',
  });
  const logs = new CloudWatchLogsClient(once);
  await assert.rejects(logs.send(new CreateLogGroupCommand({ logGroupName: 'a'.repeat(20 * MB) })), {
    name: 'RequestEntityTooLargeException',
  });
  const document = signV4({
    method: 'PUT',
    url: `${postern.url}/half?tagging`,
    service: 's3',
    body: `<Tagging>${' '.repeat(11 * MB)}</Tagging>`,
    credentials: postern.client.credentials,
    timeMs: Date.now(),
  });
  const refused = await fetch(document.url, document);
  assert.match(await refused.text(), /<Code>MaxMessageLengthExceeded<\/Code>/);
  await stillServes();
});

test('slow clients wait for themselves alone', async () => {
  const slow = await Promise.all(Array.from({ length: 50 }, open));
  for (const [n, socket] of slow.entries()) {
    if (n % 2 === 0) socket.write(`POST ${path()} HTTP/1.1\r\n${HOST}Content-Le`);
    else socket.write(`POST ${path()} HTTP/1.1\r\n${HOST}Content-Length: 4\r\nConnection: close\r\n\r\nfo`);
  }
  await wait(100);
  await stillServes();
  const logs = new CloudWatchLogsClient(postern.client);
  assert.equal((await logs.send(new DescribeLogGroupsCommand({}))).$metadata.httpStatusCode, 200);
  for (const [n, socket] of slow.entries())
    socket.write(n % 2 === 0 ? 'ngth: 4\r\nConnection: close\r\n\r\nfour' : 'ur');
  const answers = await Promise.all(slow.map((socket) => text(socket)));
  assert.deepEqual(new Set(answers.map(statusOf)), new Set([200]));
});

test('clients that leave take nothing with them', async () => {
  for (const mode of ['hang', 'print', 'none']) {
    const leaving = await Promise.all(Array.from({ length: 2 }, open));
    for (const socket of leaving) socket.write(`GET ${path()}?mode=${mode} HTTP/1.1\r\n${HOST}\r\n`);
    await wait(50);
    for (const socket of leaving) socket.resetAndDestroy();
  }
  const early = await open();
  early.write(
    `POST / HTTP/1.1\r\n${HOST}X-Amz-Target: Logs_20140328.DescribeLogGroups\r\nContent-Length: 1000\r\n\r\n{`,
  );
  early.resetAndDestroy();
  await stillServes();
});

test('what a handler does to itself is an answer of the gateway, and the next request a fresh worker’s', async () => {
  for (const mode of ['throw', 'exit', 'kill', 'hang', 'text', 'status', 'header']) {
    const answer = await fetch(`${url}?mode=${mode}`);
    assert.deepEqual([answer.status, await answer.json()], [502, { message: 'Internal server error' }], mode);
    assert.equal(answer.headers.get('x-b'), null);
    await stillServes();
  }
});
