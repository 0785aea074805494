import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CreateDeploymentCommand,
  GetGatewayResponseCommand,
  GetModelCommand,
  GetRequestValidatorsCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  ImportRestApiCommand,
  PutRestApiCommand,
} from '@aws-sdk/client-api-gateway';
import { functionUri, openHouse } from './house.ts';

const openApi3 = {
  openapi: '3.0.1',
  info: { title: 'demand', version: '2' },
  'x-amazon-apigateway-request-validators': {
    all: { validateRequestBody: true, validateRequestParameters: true },
  },
  'x-amazon-apigateway-request-validator': 'all',
  'x-amazon-apigateway-binary-media-types': ['image/png'],
  'x-amazon-apigateway-gateway-responses': {
    BAD_REQUEST_BODY: {
      statusCode: '422',
      responseTemplates: { 'application/json': '{"e":$context.error.messageString}' },
    },
  },
  paths: {
    '/rows/{id}': {
      parameters: [{ $ref: '#/components/parameters/Id' }],
      post: {
        operationId: 'predict',
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Batch' } } } },
        responses: {
          200: { description: 'ok', headers: { 'X-A': { schema: { type: 'string' } } } },
          default: {},
        },
        'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri: functionUri('f') },
      },
      options: {
        responses: { 200: { description: 'ok', headers: { 'Access-Control-Allow-Origin': {} } } },
        'x-amazon-apigateway-integration': {
          type: 'mock',
          requestTemplates: { 'application/json': '{statusCode: 200}' },
          passthroughBehavior: 'when_no_match',
          responses: {
            default: {
              statusCode: '200',
              responseParameters: { 'method.response.header.Access-Control-Allow-Origin': "'*'" },
            },
          },
        },
      },
    },
  },
  components: {
    parameters: { Id: { name: 'id', in: 'path', required: true, schema: { type: 'string' } } },
    schemas: {
      Row: { type: 'object', required: ['a'] },
      Batch: { type: 'array', items: { $ref: '#/components/schemas/Row' } },
    },
  },
};

test('an OpenAPI 3 document becomes an API that serves', async () => {
  await using house = await openHouse();
  const client = house.client();
  const body = Buffer.from(JSON.stringify(openApi3));
  const parameters = { endpointConfigurationTypes: 'REGIONAL' };
  const api = await client.send(new ImportRestApiCommand({ body, parameters }));
  const restApiId = api.id ?? '';
  assert.equal(api.name, 'demand');
  assert.deepEqual(api.endpointConfiguration?.types, ['REGIONAL']);
  assert.deepEqual(api.binaryMediaTypes, ['image/png']);
  assert.match(api.warnings?.[0] ?? '', /default/);
  const resources = await client.send(new GetResourcesCommand({ restApiId, embed: ['methods'] }));
  assert.deepEqual(
    resources.items?.map(({ path }) => path),
    ['/', '/rows', '/rows/{id}'],
  );
  const post = resources.items?.[2]?.resourceMethods?.['POST'];
  assert.equal(post?.operationName, 'predict');
  assert.deepEqual(post?.requestParameters, { 'method.request.path.id': true });
  assert.deepEqual(post?.requestModels, { 'application/json': 'Batch' });
  const validators = await client.send(new GetRequestValidatorsCommand({ restApiId }));
  assert.equal(post?.requestValidatorId, validators.items?.[0]?.id);
  const response = await client.send(
    new GetGatewayResponseCommand({ restApiId, responseType: 'BAD_REQUEST_BODY' }),
  );
  assert.equal(response.statusCode, '422');
  await client.send(new CreateDeploymentCommand({ restApiId, stageName: 's' }));
  const url = `${house.stageUrl(restApiId, 's')}/rows/1`;
  const send = (text: string) =>
    fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: text });
  assert.equal((await send('[{"a":1}]')).status, 200);
  const bad = await send('[{"b":1}]');
  assert.deepEqual([bad.status, await bad.text()], [422, '{"e":"Invalid request body"}']);
  const preflight = await fetch(url, { method: 'OPTIONS' });
  assert.equal(preflight.headers.get('access-control-allow-origin'), '*');
  const flat = await client.send(new GetModelCommand({ restApiId, modelName: 'Batch', flatten: true }));
  assert.deepEqual(JSON.parse(flat.schema ?? ''), {
    type: 'array',
    items: { $ref: '#/definitions/Row' },
    definitions: { Row: { type: 'object', required: ['a'] } },
  });
});

test('merging keeps what is there, overwriting does not; what is refused leaves nothing', async () => {
  await using house = await openHouse();
  const client = house.client();
  const api = await client.send(new ImportRestApiCommand({ body: Buffer.from(JSON.stringify(openApi3)) }));
  const restApiId = api.id ?? '';
  const yaml = `
swagger: "2.0"
info: { title: other }
securityDefinitions:
  key: { type: apiKey, name: x-api-key, in: header }
paths:
  /more:
    x-amazon-apigateway-any-method:
      security: [{ key: [] }]
      responses: {}
      x-amazon-apigateway-integration: { type: http_proxy, httpMethod: ANY, uri: "http://127.0.0.1:1/" }
`;
  const paths = async () =>
    (await client.send(new GetResourcesCommand({ restApiId }))).items?.map(({ path, resourceMethods }) => [
      path,
      ...Object.keys(resourceMethods ?? {}),
    ]);
  await client.send(new PutRestApiCommand({ restApiId, mode: 'merge', body: Buffer.from(yaml) }));
  assert.deepEqual(await paths(), [['/'], ['/more', 'ANY'], ['/rows'], ['/rows/{id}', 'POST', 'OPTIONS']]);
  const broken = yaml.replace('/more', '/{a}/{b+}/c');
  await assert.rejects(
    client.send(new PutRestApiCommand({ restApiId, mode: 'overwrite', body: Buffer.from(broken) })),
    {
      name: 'BadRequestException',
      message: 'Cannot create a child of a resource with a greedy path variable: {b+}',
    },
  );
  assert.equal((await paths())?.length, 4);
  await client.send(new PutRestApiCommand({ restApiId, mode: 'overwrite', body: Buffer.from(yaml) }));
  assert.deepEqual(await paths(), [['/'], ['/more', 'ANY']]);
  assert.equal((await client.send(new GetRestApiCommand({ restApiId }))).name, 'other');
});

test('what is no OpenAPI, reads files or needs what is not built is refused', async () => {
  await using house = await openHouse();
  const client = house.client();
  const send = (document: unknown) =>
    client.send(
      new ImportRestApiCommand({
        body: Buffer.from(typeof document === 'string' ? document : JSON.stringify(document)),
      }),
    );
  const invalid = { name: 'BadRequestException', message: 'Invalid OpenAPI input.' };
  for (const document of ['', '{', 'a: [', '[]', {}, { openapi: '3.0.0' }, { swagger: '1.2' }]) {
    await assert.rejects(send(document), invalid, JSON.stringify(document));
  }
  const at = (path: object) => ({ openapi: '3.0.0', info: { title: 't' }, paths: { '/a': path } });
  for (const $ref of ['/etc/passwd', 'http://127.0.0.1:1/', '#/nowhere']) {
    await assert.rejects(send(at({ $ref })), { name: 'BadRequestException' }, $ref);
  }
  const vtl = { type: 'mock', requestTemplates: { 'application/json': '#set($x = 1){"statusCode": 200}' } };
  await assert.rejects(
    send(at({ get: { 'x-amazon-apigateway-integration': vtl } })),
    (error: { $metadata?: { httpStatusCode?: number } }) => {
      assert.equal(error.$metadata?.httpStatusCode, 501);
      return true;
    },
  );
});
