import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as sdk from '@aws-sdk/client-api-gateway';
import { newApi } from './api.ts';
import { ACCOUNT, functionUri, openHouse } from './house.ts';
import { refusal } from './refusal.ts';

test('REST APIs: made, listed in pages, patched, deleted with all below', async () => {
  await using house = await openHouse();
  const { client, restApiId } = await newApi(house);
  const api = await client.send(new sdk.GetRestApiCommand({ restApiId }));
  assert.match(restApiId, /^[a-z0-9]{10}$/);
  assert.deepEqual(api.endpointConfiguration, { types: ['EDGE'], ipAddressType: 'ipv4' });
  assert.equal(api.apiKeySource, 'HEADER');
  assert.equal(api.disableExecuteApiEndpoint, false);
  const patched = await client.send(
    new sdk.UpdateRestApiCommand({
      restApiId,
      patchOperations: [
        { op: 'replace', path: '/name', value: 'renamed' },
        { op: 'add', path: '/binaryMediaTypes/image~1png' },
        { op: 'add', path: '/binaryMediaTypes/image~1jpeg' },
        { op: 'replace', path: '/binaryMediaTypes/image~1png', value: 'image/gif' },
        { op: 'replace', path: '/minimumCompressionSize', value: '10' },
        { op: 'replace', path: '/endpointConfiguration/types/EDGE', value: 'REGIONAL' },
      ],
    }),
  );
  assert.equal(patched.name, 'renamed');
  assert.deepEqual(patched.binaryMediaTypes, ['image/jpeg', 'image/gif']);
  assert.equal(patched.minimumCompressionSize, 10);
  assert.deepEqual(patched.endpointConfiguration?.types, ['REGIONAL']);
  const patch = (operation: sdk.PatchOperation) =>
    client.send(new sdk.UpdateRestApiCommand({ restApiId, patchOperations: [operation] }));
  await assert.rejects(
    patch({ op: 'add', path: '/binaryMediaTypes', value: 'x' }),
    refusal('BadRequestException', 'Invalid patch path /binaryMediaTypes'),
  );
  await assert.rejects(
    patch({ op: 'remove', path: '/minimumCompressionSize' }),
    refusal('BadRequestException', 'Invalid patch operation specified. Must be one of: [replace]'),
  );
  await assert.rejects(
    patch({ op: 'replace', path: '/minimumCompressionSize', value: 'x' }),
    refusal('BadRequestException', 'Invalid minimum compression size, must be between 0 and 10485760'),
  );
  for (let n = 0; n < 3; n++) await client.send(new sdk.CreateRestApiCommand({ name: `n${n}` }));
  const first = await client.send(new sdk.GetRestApisCommand({ limit: 3 }));
  const second = await client.send(new sdk.GetRestApisCommand({ limit: 3, position: first.position }));
  assert.deepEqual([first.items?.length, second.items?.length, second.position], [3, 1, undefined]);
  await client.send(new sdk.DeleteRestApiCommand({ restApiId }));
  await assert.rejects(
    client.send(new sdk.GetResourcesCommand({ restApiId })),
    refusal('NotFoundException', `Invalid API identifier specified ${ACCOUNT}:${restApiId}`, 404),
  );
});

test('resources: named, moved, never cyclical', async () => {
  await using house = await openHouse();
  const { client, restApiId, resourceId: root } = await newApi(house);
  const add = (parentId: string, pathPart: string) =>
    client.send(new sdk.CreateResourceCommand({ restApiId, parentId, pathPart }));
  const pets = await add(root, 'pets');
  const sub = await add(pets.id ?? '', '{id}');
  assert.equal(sub.path, '/pets/{id}');
  await assert.rejects(
    add(root, 'pets'),
    refusal('ConflictException', 'Another resource with the same parent already has this name: pets', 409),
  );
  await assert.rejects(
    add(pets.id ?? '', '{proxy+}'),
    refusal(
      'BadRequestException',
      'A sibling ({id}) of this resource already has a variable path part -- only one is allowed',
    ),
  );
  const proxy = await add(root, '{proxy+}');
  await assert.rejects(
    add(proxy.id ?? '', 'x'),
    refusal(
      'BadRequestException',
      'Cannot create a child of a resource with a greedy path variable: {proxy+}',
    ),
  );
  await assert.rejects(add(root, 'a b'), refusal('BadRequestException', /^Resource's path part only allow/));
  const patch = (resourceId: string, path: string, value: string, op: sdk.Op = 'replace') =>
    client.send(
      new sdk.UpdateResourceCommand({ restApiId, resourceId, patchOperations: [{ op, path, value }] }),
    );
  await patch(pets.id ?? '', '/pathPart', 'dogs');
  const moved = await client.send(new sdk.GetResourceCommand({ restApiId, resourceId: sub.id ?? '' }));
  assert.equal(moved.path, '/dogs/{id}');
  await assert.rejects(
    patch(pets.id ?? '', '/parentId', sub.id ?? ''),
    refusal('BadRequestException', 'Resources cannot be cyclical.'),
  );
  await assert.rejects(
    patch(root, '/pathPart', 'x'),
    refusal('BadRequestException', 'Root resource cannot update its pathPart.'),
  );
  await assert.rejects(
    patch(pets.id ?? '', '/invalid', 'x'),
    refusal(
      'BadRequestException',
      "Invalid patch path  '/invalid' specified for op 'replace'. Must be one of: [/parentId, /pathPart]",
    ),
  );
  await assert.rejects(
    patch(pets.id ?? '', '/pathPart', 'x', 'remove'),
    refusal(
      'BadRequestException',
      "Invalid patch path  '/pathPart' specified for op 'remove'. Please choose supported operations",
    ),
  );
  await client.send(new sdk.DeleteResourceCommand({ restApiId, resourceId: pets.id ?? '' }));
  await assert.rejects(
    client.send(new sdk.GetResourceCommand({ restApiId, resourceId: sub.id ?? '' })),
    refusal('NotFoundException', 'Invalid Resource identifier specified', 404),
  );
});

test('methods and integrations: what AWS refuses is refused in its words', async () => {
  await using house = await openHouse();
  const { client, restApiId, resourceId } = await newApi(house);
  const at = { restApiId, resourceId, httpMethod: 'GET' };
  const put = (more: Partial<sdk.PutMethodCommandInput>) =>
    client.send(new sdk.PutMethodCommand({ ...at, authorizationType: 'NONE', ...more }));
  await assert.rejects(
    put({ httpMethod: 'FETCH' }),
    refusal(
      'BadRequestException',
      'Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY',
    ),
  );
  await assert.rejects(
    put({ authorizationType: 'CUSTOM' }),
    refusal('BadRequestException', /^Invalid authorizer ID specified/),
  );
  await assert.rejects(
    put({ authorizationType: 'CUSTOM', authorizerId: 'a' }),
    refusal('NotImplemented', /Lambda authorizers/, 501),
  );
  await assert.rejects(
    put({ requestModels: { 'application/json': 'petModel' } }),
    refusal('BadRequestException', 'Invalid model identifier specified: petModel'),
  );
  await assert.rejects(
    put({ requestParameters: { 'method.request.header.a': true, 'method.request.path.a': true } }),
    refusal('BadRequestException', 'Parameter names must be unique across querystring, header and path'),
  );
  await put({ requestParameters: { 'method.request.header.a': true } });
  const integrate = (more: Partial<sdk.PutIntegrationCommandInput>) =>
    client.send(
      new sdk.PutIntegrationCommand({ ...at, type: 'AWS_PROXY', integrationHttpMethod: 'POST', ...more }),
    );
  const uri = 'arn:aws:apigateway:us-east-1:';
  for (const [more, message] of [
    [{ integrationHttpMethod: undefined }, 'Enumeration value for HttpMethod must be non-empty'],
    [{ type: 'HTTP', uri: 'ftp://x' }, 'Invalid HTTP endpoint specified for URI'],
    [{ uri: 'arn:aws:lambda:us-east-1:000000000000:function:f' }, 'Invalid ARN specified in the request'],
    [{ uri: `${uri}lambda:function/x` }, 'AWS ARN for integration must contain path or action'],
    [
      { uri: `${uri}s3:path/b/k` },
      "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
    ],
    [{ uri: functionUri('f'), timeoutInMillis: 49 }, 'Timeout should be between 50 ms and 29000 ms'],
    [
      {
        uri: functionUri('f'),
        requestParameters: { 'integration.request.header.b': 'method.request.header.b' },
      },
      'Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: method.request.header.b]',
    ],
  ] as [Partial<sdk.PutIntegrationCommandInput>, string][]) {
    await assert.rejects(integrate(more), refusal('BadRequestException', message));
  }
  for (const more of [
    { type: 'AWS', uri: `${uri}s3:path/b/k` },
    { connectionType: 'VPC_LINK', connectionId: 'x', type: 'HTTP', uri: 'http://x' },
    { uri: functionUri('f'), credentials: 'arn:aws:iam::*:user/*' },
    { type: 'AWS', uri: functionUri('f'), requestTemplates: { 'application/json': "$input.json('$')" } },
  ] as Partial<sdk.PutIntegrationCommandInput>[]) {
    await assert.rejects(integrate(more), refusal('NotImplemented', /not implemented/, 501));
  }
  const made = await integrate({ uri: functionUri('f') });
  assert.deepEqual(
    [made.passthroughBehavior, made.timeoutInMillis, made.cacheNamespace, made.cacheKeyParameters],
    ['WHEN_NO_MATCH', 29_000, resourceId, []],
  );
  await assert.rejects(
    client.send(new sdk.GetIntegrationResponseCommand({ ...at, statusCode: '200' })),
    refusal('NotFoundException', 'Invalid Response status code specified', 404),
  );
  const response = { ...at, statusCode: '200' };
  await client.send(new sdk.PutMethodResponseCommand(response));
  await assert.rejects(
    client.send(
      new sdk.PutIntegrationResponseCommand({
        ...response,
        responseParameters: { 'method.response.header.X': "'1'" },
      }),
    ),
    refusal(
      'BadRequestException',
      /Invalid mapping expression parameter specified: method\.response\.header\.X/,
    ),
  );
  const updated = await client.send(
    new sdk.UpdateMethodResponseCommand({
      ...response,
      patchOperations: [{ op: 'add', path: '/responseParameters/method.response.header.X', value: 'true' }],
    }),
  );
  assert.deepEqual(updated.responseParameters, { 'method.response.header.X': true });
  await client.send(new sdk.DeleteIntegrationCommand(at));
  await assert.rejects(
    client.send(new sdk.CreateDeploymentCommand({ restApiId })),
    refusal('BadRequestException', 'No integration defined for method'),
  );
  await client.send(new sdk.DeleteMethodCommand(at));
  await assert.rejects(
    client.send(new sdk.CreateDeploymentCommand({ restApiId })),
    refusal('BadRequestException', "The REST API doesn't contain any methods"),
  );
});

test('what is not built says so', async () => {
  await using house = await openHouse();
  const { client, restApiId } = await newApi(house);
  await assert.rejects(
    client.send(new sdk.CreateAuthorizerCommand({ restApiId, name: 'a', type: 'TOKEN' })),
    refusal('NotImplemented', /CreateAuthorizer/, 501),
  );
  await assert.rejects(
    client.send(new sdk.GetVpcLinksCommand({})),
    refusal('NotImplemented', /GetVpcLinks/, 501),
  );
  await assert.rejects(
    client.send(new sdk.CreateRestApiCommand({ name: 'p', endpointConfiguration: { types: ['PRIVATE'] } })),
    refusal('NotImplemented', /PRIVATE/, 501),
  );
});
