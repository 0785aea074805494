import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { randomIds, silent, StandingClock, systemClock } from '../../kit/index.ts';
import type { LogBatch, MetricSample } from '../telemetry/index.ts';
import type { FunctionCall, FunctionOutcome } from './functions-port.ts';
import { Gateway } from './gateway.ts';
import { accessDenied } from './refusal.ts';
import type { MethodSpec, StageSpec } from './spec.ts';

const method = (more: Partial<MethodSpec> = {}): MethodSpec => ({
  authorization: 'none',
  apiKeyRequired: false,
  requiredParameters: [],
  integration: {
    kind: 'function-proxy',
    functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:echo',
    httpMethod: 'POST',
    timeoutMs: 29_000,
    requestParameters: {},
  },
  ...more,
});

const mock = (status: number, more: object = {}): MethodSpec =>
  method({
    integration: {
      kind: 'mock',
      timeoutMs: 29_000,
      requestParameters: {},
      requestTemplates: { 'application/json': `{"statusCode": ${status}}` },
      passthrough: 'when-no-match',
      responses: [{ status, selectionPattern: '', parameters: {}, templates: {} }],
      ...more,
    },
  });

const stage = (
  methods: Record<string, Record<string, MethodSpec>>,
  more: Partial<StageSpec> = {},
): StageSpec => ({
  name: 'prod',
  variables: {},
  settings: {},
  ...more,
  api: {
    apiId: 'abc123',
    name: 'demand',
    account: '000000000000',
    region: 'us-east-1',
    deploymentId: 'd1',
    binaryMediaTypes: [],
    gatewayResponses: {},
    models: {},
    resources: Object.entries(methods).map(([path, of], index) => ({ id: `r${index}`, path, methods: of })),
    ...more.api,
  },
});

type Echo = (call: FunctionCall) => FunctionOutcome | Promise<FunctionOutcome>;

const echo: Echo = ({ payload }) => ({
  kind: 'answered',
  payload: Buffer.from(JSON.stringify({ statusCode: 200, body: payload.toString() })),
  requestId: 'fn-1',
});

async function open(invoke: Echo = echo, clock = systemClock) {
  const metrics: MetricSample[] = [];
  const logs: LogBatch[] = [];
  const gateway = new Gateway({
    clock,
    ids: randomIds,
    log: silent,
    metrics: { record: (sample) => void metrics.push(sample) },
    logs: { append: (batch) => void logs.push(batch) },
    authority: {
      mayInvoke: async ({ signed, resource }) =>
        signed ? { userArn: 'arn:aws:iam::000000000000:root' } : accessDenied(`anonymous on ${resource}`),
    },
    functions: { invoke: async (call) => invoke(call) },
    usage: { load: () => [], save() {} },
  });
  const server = createServer((request, response) => {
    const [, name = '', ...rest] = (request.url ?? '').split('?', 1)[0]?.split('/') ?? [];
    const path = rest.length === 0 ? '' : `/${rest.join('/')}`;
    gateway.serve(
      request,
      response,
      { apiId: 'abc123', stage: name, path },
      { sourceIp: '127.0.0.1', secure: false },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    gateway,
    url,
    metrics,
    logs,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await gateway[Symbol.asyncDispose]();
    },
  };
}

test('a function proxy is given the whole request', async () => {
  await using house = await open();
  house.gateway.place(stage({ '/pets/{id}': { POST: method() } }, { variables: { colour: 'red' } }));
  const answer = await fetch(`${house.url}/prod/pets/a%2Bb?x=1&x=2&y=a+b`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'X-One': '1' },
    body: '{"a":1}',
  });
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get('x-amzn-requestid') ?? '', /^[0-9a-f-]{36}$/);
  assert.match(answer.headers.get('x-amz-apigw-id') ?? '', /^.{15}=$/);
  // biome-ignore lint/suspicious/noExplicitAny: the shape is what is tested
  const event = (await answer.json()) as any;
  assert.equal(event['resource'], '/pets/{id}');
  assert.equal(event['path'], '/pets/a%2Bb');
  assert.equal(event['body'], '{"a":1}');
  assert.equal(event['isBase64Encoded'], false);
  assert.deepEqual(event['pathParameters'], { id: 'a%2Bb' });
  assert.deepEqual(event['stageVariables'], { colour: 'red' });
  assert.deepEqual(event['queryStringParameters'], { x: '2', y: 'a b' });
  assert.deepEqual(event['multiValueQueryStringParameters'], { x: ['1', '2'], y: ['a b'] });
  assert.equal(event['headers']['X-Forwarded-For'], '127.0.0.1');
  assert.deepEqual(event['multiValueHeaders']['x-one'] ?? event['multiValueHeaders']['X-One'], ['1']);
  assert.equal(event['requestContext']['resourcePath'], '/pets/{id}');
  assert.equal(event['requestContext']['path'], '/prod/pets/a%2Bb');
  assert.equal(event['requestContext']['identity']['sourceIp'], '127.0.0.1');
});

test('no route, no stage, no policy: 403 in their own words', async () => {
  await using house = await open();
  house.gateway.place(stage({ '/a': { GET: method() } }));
  const missing = await fetch(`${house.url}/prod/b`);
  assert.equal(missing.status, 403);
  assert.equal(missing.headers.get('x-amzn-errortype'), 'MissingAuthenticationTokenException');
  assert.deepEqual(await missing.json(), { message: 'Missing Authentication Token' });
  const stageless = await fetch(`${house.url}/test/a`);
  assert.deepEqual([stageless.status, await stageless.json()], [403, { message: 'Forbidden' }]);
  house.gateway.place(stage({ '/a': { GET: method() } }, { api: { resourcePolicy: '{}' } as never }));
  const denied = await fetch(`${house.url}/prod/a`);
  assert.equal(denied.status, 403);
  assert.deepEqual(await denied.json(), {
    Message: 'anonymous on arn:aws:execute-api:us-east-1:000000000000:abc123/prod/GET/a',
  });
});

test('a key lets in within its rate and quota', async () => {
  const clock = new StandingClock();
  await using house = await open(echo, clock);
  house.gateway.place(stage({ '/': { GET: method({ apiKeyRequired: true }) } }));
  const plan = { id: 'p', keyIds: ['k'], stages: [{ apiId: 'abc123', stage: 'prod', throttles: {} }] };
  const key = { id: 'k', value: 'secret-key-of-20-chars', enabled: true };
  const call = async () => {
    const answer = await fetch(`${house.url}/prod/`, { headers: { 'x-api-key': key.value } });
    return [
      answer.status,
      answer.headers.get('x-amzn-errortype'),
      ((await answer.json()) as { message?: string }).message,
    ];
  };
  assert.deepEqual(await call(), [403, 'ForbiddenException', 'Forbidden']);
  house.gateway.placePlans(
    '000000000000',
    'us-east-1',
    [{ ...plan, throttle: { ratePerSecond: 1, burst: 2 } }],
    [key],
  );
  assert.equal((await call())[0], 200);
  assert.equal((await call())[0], 200);
  assert.deepEqual(await call(), [429, 'TooManyRequestsException', 'Too Many Requests']);
  clock.advance(1000);
  assert.equal((await call())[0], 200);
  const quota = { limit: 4, period: 'DAY', offset: 0 } as const;
  house.gateway.placePlans('000000000000', 'us-east-1', [{ ...plan, quota }], [key]);
  assert.equal((await call())[0], 200);
  assert.deepEqual(await call(), [429, 'LimitExceededException', 'Limit Exceeded']);
  assert.deepEqual(house.gateway.usage.report('p', 'k', quota, clock.now(), clock.now()), [[4, 0]]);
  clock.advance(86_400_000);
  assert.equal((await call())[0], 200);
  house.gateway.placePlans('000000000000', 'us-east-1', [plan], [{ ...key, enabled: false }]);
  assert.equal((await call())[0], 403);
});

test('what a function proxy returns is read, or 502', async () => {
  let returned: unknown;
  await using house = await open(() => ({
    kind: 'answered',
    payload: Buffer.from(JSON.stringify(returned)),
  }));
  house.gateway.place(
    stage({ '/': { GET: method() } }, { api: { binaryMediaTypes: ['image/png'] } as never }),
  );
  const call = async (value: unknown, accept = '*/*') => {
    returned = value;
    const answer = await fetch(`${house.url}/prod`, { headers: { accept } });
    return { status: answer.status, headers: answer.headers, body: await answer.text() };
  };
  for (const wrong of [
    {},
    'text',
    null,
    [],
    { statusCode: 'x' },
    { statusCode: 200, other: 1 },
    { body: {} },
  ]) {
    const { status, body } = await call(wrong);
    assert.deepEqual([status, body], [502, '{"message":"Internal server error"}'], JSON.stringify(wrong));
  }
  assert.equal((await call({ multiValueHeaders: { a: 'b' } })).status, 502);
  assert.equal((await call({ headers: { 'a\nb': 'c' } })).status, 502);
  assert.equal((await call({ statusCode: '201' })).status, 201);
  const fields = await call({
    headers: { flag: true, Date: 'yesterday', 'X-Two': 'solo', both: 'same' },
    multiValueHeaders: { 'x-TWO': ['multi'], both: ['same', 'more'] },
  });
  assert.equal(fields.headers.get('flag'), 'true');
  assert.equal(fields.headers.get('x-amzn-remapped-date'), 'yesterday');
  assert.equal(fields.headers.get('x-two'), 'multi, solo');
  assert.equal(fields.headers.get('both'), 'same, more');
  assert.equal(fields.headers.get('content-type'), 'application/json');
  const base64 = { body: Buffer.from('png').toString('base64'), isBase64Encoded: true };
  assert.equal((await call(base64)).body, base64.body);
  assert.equal((await call(base64, 'image/png')).body, 'png');
  const cookies = await call({ multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] } });
  assert.deepEqual(cookies.headers.getSetCookie(), ['a=1', 'b=2']);
});

test('how an invocation fails decides what the client sees', async () => {
  let outcome: FunctionOutcome = { kind: 'denied', message: 'no' };
  await using house = await open(() => outcome);
  house.gateway.place(stage({ '/': { GET: method() } }));
  const status = async (next: FunctionOutcome) => {
    outcome = next;
    return (await fetch(`${house.url}/prod`)).status;
  };
  assert.equal(await status({ kind: 'denied', message: 'no' }), 500);
  assert.equal(await status({ kind: 'throttled', message: 'busy' }), 500);
  assert.equal(await status({ kind: 'failed', message: 'gone' }), 502);
  assert.equal(await status({ kind: 'too-large', message: 'big' }), 413);
  assert.equal(
    await status({ kind: 'answered', payload: Buffer.from('{}'), functionError: 'Unhandled' }),
    502,
  );
});

test('an integration that takes too long is not waited for', async () => {
  await using house = await open(() => new Promise(() => {}));
  const slow = method();
  house.gateway.place(
    stage({ '/': { GET: { ...slow, integration: { ...slow.integration, timeoutMs: 50 } as never } } }),
  );
  const answer = await fetch(`${house.url}/prod`);
  assert.deepEqual([answer.status, await answer.json()], [504, { message: 'Endpoint request timed out' }]);
});

test('validation refuses before any function runs', async () => {
  let calls = 0;
  await using house = await open((call) => {
    calls++;
    return echo(call);
  });
  const spec = stage({
    '/': {
      POST: method({
        requiredParameters: ['method.request.querystring.q', 'method.request.header.X-Tenant'],
        bodyModels: { 'application/json': 'Batch' },
      }),
    },
  });
  house.gateway.place({
    ...spec,
    api: {
      ...spec.api,
      models: {
        Row: '{"type":"object","required":["a"],"properties":{"a":{"type":"number","minimum":0,"exclusiveMinimum":true}}}',
        Batch:
          '{"$schema":"http://json-schema.org/draft-04/schema#","type":"array","items":{"$ref":"https://apigateway.amazonaws.com/restapis/abc123/models/Row"}}',
      },
      gatewayResponses: {
        BAD_REQUEST_BODY: {
          status: 422,
          parameters: { 'gatewayresponse.header.X-Why': "'body'" },
          templates: {
            'application/json':
              '{"m":$context.error.messageString,"v":"$context.error.validationErrorString"}',
          },
        },
      },
    },
  });
  const call = async (query: string, body: string, type = 'application/json') => {
    const headers = { 'x-tenant': 't', 'content-type': type };
    const answer = await fetch(`${house.url}/prod/${query}`, { method: 'POST', headers, body });
    return { status: answer.status, why: answer.headers.get('x-why'), body: await answer.text() };
  };
  assert.equal((await call('', '[]')).body, '{"message":"Missing required request parameters: [q]"}');
  for (const wrong of ['{}', '[{}]', '[{"a":0}]', '[{"a":"x"}]', '[', 'x']) {
    const { status, why, body } = await call('?q=1', wrong);
    assert.deepEqual([status, why], [422, 'body'], wrong);
    assert.match(body, /^\{"m":"Invalid request body","v":"\[.*\]"\}$/, wrong);
  }
  assert.equal(calls, 0);
  assert.equal((await call('?q=1', '[{"a":1}]')).status, 200);
  assert.equal((await call('?q=1', 'anything', 'text/plain')).status, 200);
  assert.equal(calls, 2);
});

test('a mock answers as its responses say', async () => {
  await using house = await open();
  const cors = {
    responses: [
      {
        status: 204,
        selectionPattern: '2..',
        parameters: { 'method.response.header.Access-Control-Allow-Origin': "'*'" },
        templates: {},
      },
      {
        status: 400,
        selectionPattern: '',
        parameters: {},
        templates: { 'application/json': '{"static":true}' },
      },
    ],
  };
  house.gateway.place(stage({ '/': { OPTIONS: mock(204, cors), GET: mock(301, cors) } }));
  const preflight = await fetch(`${house.url}/prod`, { method: 'OPTIONS' });
  assert.deepEqual([preflight.status, preflight.headers.get('access-control-allow-origin')], [204, '*']);
  const other = await fetch(`${house.url}/prod`);
  assert.deepEqual([other.status, await other.text()], [400, '{"static":true}']);
});

test('metrics, access log and execution log tell of every request', async () => {
  await using house = await open();
  house.gateway.place(
    stage(
      { '/': { GET: method() } },
      {
        settings: { '*/*': { logging: 'info', dataTrace: false, detailedMetrics: true } },
        accessLog: {
          logGroup: 'access',
          format: '$context.requestId $context.status $context.nothing ${context.httpMethod}',
        },
      },
    ),
  );
  const answer = await fetch(`${house.url}/prod`, { headers: { authorization: 'Bearer secret-of-mine' } });
  await answer.text();
  const of = (dimensions: object) =>
    house.metrics
      .filter((sample) => JSON.stringify(sample.dimensions) === JSON.stringify(dimensions))
      .map(({ name }) => name)
      .sort();
  const names = ['4XXError', '5XXError', 'Count', 'IntegrationLatency', 'Latency'];
  assert.deepEqual(of({ ApiName: 'demand' }), names);
  assert.deepEqual(of({ ApiName: 'demand', Stage: 'prod' }), names);
  assert.deepEqual(of({ ApiName: 'demand', Stage: 'prod', Resource: '/', Method: 'GET' }), names);
  const access = house.logs.find(({ group }) => group === 'access')?.events[0]?.message;
  assert.equal(access, `${answer.headers.get('x-amzn-requestid')} 200 - GET`);
  const execution = house.logs.find(({ group }) => group === 'API-Gateway-Execution-Logs_abc123/prod');
  const text = execution?.events.map(({ message }) => message).join('\n') ?? '';
  assert.match(text, /Starting execution for request/);
  assert.match(text, /Method completed with status: 200/);
  assert.doesNotMatch(text, /Bearer secret/);
});
