import assert from 'node:assert/strict';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { test } from 'node:test';
import { CreateDeploymentCommand, UpdateRestApiCommand } from '@aws-sdk/client-api-gateway';
import { makeApi, makeUser, signedFetch } from './api.ts';
import { credentials, openHouse } from './house.ts';

/** Writes bytes to the port and gives what comes back until it closes, or until `enough` of it came. */
function raw(port: number, pieces: readonly string[], enough: RegExp = /\r\n\r\n[^]*$/): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      for (const [index, piece] of pieces.entries()) setTimeout(() => socket.write(piece), index * 20);
    });
    let text = '';
    socket.setTimeout(5_000, () => socket.destroy(new Error(`nothing more came after: ${text}`)));
    socket.on('data', (chunk) => {
      text += chunk;
      if (enough.test(text)) socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(text));
  });
}

test('a stage answers by host name and by path', async () => {
  await using house = await openHouse();
  const { restApiId } = await makeApi(house, { path: 'a' });
  for (const suffix of ['localhost', 'us-east-1.amazonaws.com', 'localhost.localstack.cloud']) {
    const host = `${restApiId}.execute-api.${suffix}`;
    const answer = await raw(
      house.port,
      [`GET /prod/a?x=1 HTTP/1.1\r\nHost: ${host}:${house.port}\r\n\r\n`],
      /"apiId"/,
    );
    assert.match(answer, /^HTTP\/1\.1 200 /);
    assert.match(answer, new RegExp(`\\\\"domainName\\\\":\\\\"${host}\\\\"|"domainName":"${host}"`));
  }
  assert.equal((await fetch(`${house.stageUrl(restApiId, 'prod')}/a`)).status, 200);
  const unknown = await raw(house.port, [
    'GET /prod/a HTTP/1.1\r\nHost: nothere.execute-api.localhost\r\n\r\n',
  ]);
  assert.match(unknown, /^HTTP\/1\.1 403 [^]*\{"message":"Forbidden"\}$/);
});

test('double slashes, encoded and strange paths are matched as API Gateway does', async () => {
  await using house = await openHouse();
  const { restApiId } = await makeApi(house, { path: '{proxy+}' });
  const event = async (path: string) => {
    const host = `${restApiId}.execute-api.localhost`;
    const text = await raw(
      house.port,
      [`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`],
      /\}$/,
    );
    return JSON.parse(text.slice(text.indexOf('\r\n\r\n'))) as {
      path: string;
      pathParameters: object;
      requestContext: { path: string };
    };
  };
  const slashes = await event('/prod//x');
  assert.deepEqual([slashes.path, slashes.requestContext.path], ['/x', '/prod//x']);
  assert.deepEqual((await event('//prod/x/')).pathParameters, { proxy: 'x' });
  assert.equal((await event('//prod/x/')).path, '/x/');
  assert.deepEqual((await event('/prod/x//y%2Fz%')).pathParameters, { proxy: 'x//y%2Fz%' });
});

test('nonsense on the wire hurts nobody', async () => {
  await using house = await openHouse();
  const { restApiId } = await makeApi(house, { path: 'a' });
  const head = `POST /restapis/${restApiId}/prod/_user_request_/a HTTP/1.1\r\nHost: x\r\n`;
  const broken = await raw(house.port, [
    `${head}Transfer-Encoding: chunked\r\n\r\n5\r\nhel`,
    'XXXXXXXX\r\n\r\n',
  ]);
  assert.match(broken, /^HTTP\/1\.1 400 /);
  const slow = raw(house.port, [`${head}Content-Length: 5\r\n\r\nhe`, 'l', 'lo'], /isBase64Encoded/);
  const gone = connect(house.port, '127.0.0.1', () => {
    gone.write(`${head}Content-Length: 100\r\n\r\nhalf`);
    setTimeout(() => gone.destroy(), 30);
  });
  assert.match(await slow, /^HTTP\/1\.1 200 /);
  const wide = await raw(house.port, [`${head}X-Wide: ${'w'.repeat(11_000)}\r\nContent-Length: 0\r\n\r\n`]);
  assert.match(wide, /^HTTP\/1\.1 431 /);
  const many = Array.from({ length: 10_000 }, (_, n) => `x${n}: y\r\n`).join('');
  assert.match(await raw(house.port, [`${head}${many}\r\n`]), /^HTTP\/1\.1 431 /);
  assert.equal(
    (await fetch(`${house.stageUrl(restApiId, 'prod')}/a`, { method: 'POST', body: 'x' })).status,
    200,
  );
});

test('10 MB pass, more is 413', async () => {
  let bytes = 0;
  await using house = await openHouse({
    invoke: ({ payload }) => {
      bytes = payload.length;
      return { kind: 'answered', payload: Buffer.from('{"statusCode":200}') };
    },
  });
  const { restApiId } = await makeApi(house, { path: 'a' });
  const url = `${house.stageUrl(restApiId, 'prod')}/a`;
  assert.equal((await fetch(url, { method: 'POST', body: Buffer.alloc(10 * 1024 * 1024, 97) })).status, 200);
  assert.ok(bytes > 10 * 1024 * 1024);
  const over = await fetch(url, { method: 'POST', body: Buffer.alloc(11 * 1024 * 1024, 97) });
  assert.deepEqual([over.status, await over.json()], [413, { message: 'Request Too Long' }]);
  const stream = new ReadableStream({
    start(controller) {
      for (let n = 0; n < 11; n++) controller.enqueue(Buffer.alloc(1024 * 1024, 97));
      controller.close();
    },
  });
  const chunked = await fetch(url, { method: 'POST', body: stream, duplex: 'half' } as RequestInit);
  assert.equal(chunked.status, 413);
});

test('AWS_IAM asks for a right signature and a policy that allows', async () => {
  await using house = await openHouse();
  const { restApiId } = await makeApi(house, { path: 'a', authorizationType: 'AWS_IAM' });
  const url = `${house.stageUrl(restApiId, 'prod')}/a?q=1`;
  const unsigned = await fetch(url, { method: 'POST' });
  assert.equal(unsigned.headers.get('x-amzn-errortype'), 'MissingAuthenticationTokenException');
  assert.equal(unsigned.status, 403);
  const root = await signedFetch(url, credentials, 'body');
  assert.equal(root.status, 200);
  const { requestContext } = (await root.json()) as { requestContext: { identity: Record<string, string> } };
  assert.equal(requestContext.identity['userArn'], 'arn:aws:iam::000000000000:root');
  assert.equal(requestContext.identity['accessKey'], credentials.accessKeyId);
  const tampered = await signedFetch(url, { ...credentials, secretAccessKey: 'wrong' }, 'body');
  assert.equal(tampered.headers.get('x-amzn-errortype'), 'InvalidSignatureException');
  const unknown = await signedFetch(
    url,
    { accessKeyId: 'AKIAUNKNOWN000000000', secretAccessKey: 'x' },
    'body',
  );
  assert.equal(unknown.headers.get('x-amzn-errortype'), 'UnrecognizedClientException');
  const user = await makeUser(house, 'caller');
  const denied = await signedFetch(url, user.key, 'body');
  assert.equal(denied.status, 403);
  const { Message } = (await denied.json()) as { Message: string };
  assert.match(
    Message,
    /^User: arn:aws:iam::000000000000:user\/caller is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:\*{8}0000:/,
  );
  await user.allow('execute-api:Invoke', `arn:aws:execute-api:us-east-1:*:${restApiId}/prod/POST/*`);
  assert.equal((await signedFetch(url, user.key, 'body')).status, 200);
});

test('a resource policy decides about callers without a signature', async () => {
  await using house = await openHouse();
  const { restApiId } = await makeApi(house, { path: 'a' });
  const statement = (Effect: string, value: string) => ({
    Effect,
    Principal: '*',
    Action: 'execute-api:Invoke',
    Resource: 'execute-api:/prod/*',
    Condition: { IpAddress: { 'aws:SourceIp': value } },
  });
  const apply = async (...Statement: object[]) => {
    const value = JSON.stringify({ Version: '2012-10-17', Statement });
    const patchOperations = [{ op: 'replace' as const, path: '/policy', value }];
    await house.client().send(new UpdateRestApiCommand({ restApiId, patchOperations }));
    await house.client().send(new CreateDeploymentCommand({ restApiId, stageName: 'prod' }));
    return (await fetch(`${house.stageUrl(restApiId, 'prod')}/a`)).status;
  };
  assert.equal(await apply(statement('Allow', '127.0.0.0/8')), 200);
  assert.equal(await apply(statement('Allow', '10.0.0.0/8')), 403);
  assert.equal(await apply(statement('Allow', '127.0.0.0/8'), statement('Deny', '127.0.0.1/32')), 403);
});

test('HTTP_PROXY and HTTP reach an endpoint; one that is not there is 504', async () => {
  const seen: IncomingMessage[] = [];
  const upstream = createServer((request, response) => {
    seen.push(request);
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      response.writeHead(request.url?.startsWith('/fail') ? 503 : 201, {
        'X-Up': 'yes',
        'Content-Type': 'text/plain',
      });
      response.end(`${request.method} ${request.url} ${body}`);
    });
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  try {
    await using house = await openHouse();
    const proxy = await makeApi(house, {
      path: '{proxy+}',
      requestParameters: { 'method.request.path.proxy': true },
      integration: {
        type: 'HTTP_PROXY',
        uri: `${base}/to/{proxy}`,
        requestParameters: {
          'integration.request.path.proxy': 'method.request.path.proxy',
          'integration.request.header.X-Stage': 'context.stage',
        },
      },
    });
    const passed = await fetch(`${house.stageUrl(proxy.restApiId, 'prod')}/x/y?q=a%20b`, {
      method: 'POST',
      body: 'hi',
    });
    assert.deepEqual([passed.status, await passed.text()], [201, 'POST /to/x/y?q=a+b hi']);
    assert.equal(passed.headers.get('x-up'), 'yes');
    assert.equal(seen[0]?.headers['x-stage'], 'prod');
    assert.equal(seen[0]?.headers.host, base.slice(7));
    const mapped = await makeApi(house, {
      path: 'a',
      integration: { type: 'HTTP', uri: `${base}/fail` },
      responses: [
        { statusCode: '200', selectionPattern: '2\\d\\d' },
        {
          statusCode: '500',
          selectionPattern: '5\\d\\d',
          header: ['X-Was', 'integration.response.header.X-Up'],
        },
      ],
    });
    const failed = await fetch(`${house.stageUrl(mapped.restApiId, 'prod')}/a`, {
      method: 'POST',
      body: 'hi',
    });
    assert.deepEqual([failed.status, failed.headers.get('x-was')], [500, 'yes']);
    assert.equal(await failed.text(), 'POST /fail hi');
    const nobody = await makeApi(house, {
      path: 'a',
      integration: { type: 'HTTP_PROXY', uri: 'http://127.0.0.1:1/' },
    });
    const refused = await fetch(`${house.stageUrl(nobody.restApiId, 'prod')}/a`, { method: 'POST' });
    assert.deepEqual(
      [refused.status, await refused.json()],
      [504, { message: 'Network error communicating with endpoint' }],
    );
  } finally {
    upstream.closeAllConnections();
    await new Promise((resolve) => upstream.close(resolve));
  }
});

test('a custom function integration passes the body through and selects by error message', async () => {
  await using house = await openHouse({
    invoke: ({ payload, asynchronous }) => {
      if (asynchronous) return { kind: 'accepted' };
      const event = JSON.parse(payload.toString()) as { fail?: string };
      if (!event.fail) return { kind: 'answered', payload };
      const error = JSON.stringify({ errorMessage: event.fail, errorType: 'Error' });
      return { kind: 'answered', payload: Buffer.from(error), functionError: 'Unhandled' };
    },
  });
  const { restApiId } = await makeApi(house, {
    path: 'a',
    integration: { type: 'AWS' },
    responses: [{ statusCode: '200' }, { statusCode: '404', selectionPattern: '.*missing.*' }],
  });
  const send = async (body: string) => {
    const answer = await fetch(`${house.stageUrl(restApiId, 'prod')}/a`, { method: 'POST', body });
    return [answer.status, await answer.text()];
  };
  assert.deepEqual(await send('{"a":1}'), [200, '{"a":1}']);
  assert.deepEqual(await send('{"fail":"it is missing here"}'), [
    404,
    '{"errorMessage":"it is missing here","errorType":"Error"}',
  ]);
  assert.equal((await send('{"fail":"other"}'))[0], 200);
  assert.deepEqual(await send(''), [200, '{}']);
});

test('answers are compressed from the size the API says', async () => {
  await using house = await openHouse();
  const { restApiId } = await makeApi(house, { path: 'a' });
  await house.client().send(
    new UpdateRestApiCommand({
      restApiId,
      patchOperations: [{ op: 'replace', path: '/minimumCompressionSize', value: '100' }],
    }),
  );
  await house.client().send(new CreateDeploymentCommand({ restApiId, stageName: 'prod' }));
  const url = `${house.stageUrl(restApiId, 'prod')}/a`;
  const zipped = await fetch(url, { method: 'POST', headers: { 'accept-encoding': 'gzip;q=0, deflate' } });
  assert.equal(zipped.headers.get('content-encoding'), 'deflate');
  assert.match(await zipped.text(), /requestContext/);
  const plain = await fetch(url, { method: 'POST', headers: { 'accept-encoding': 'identity' } });
  assert.equal(plain.headers.get('content-encoding'), null);
});
