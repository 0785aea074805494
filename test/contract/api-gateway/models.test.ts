import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as sdk from '@aws-sdk/client-api-gateway';
import { newApi } from './api.ts';
import { openHouse } from './house.ts';
import { refusal } from './refusal.ts';

test('models, validators, gateway responses', async () => {
  await using house = await openHouse();
  const { client, restApiId, resourceId } = await newApi(house);
  const model = (name: string, schema?: string) =>
    client.send(new sdk.CreateModelCommand({ restApiId, name, schema, contentType: 'application/json' }));
  await assert.rejects(
    model('M'),
    refusal('BadRequestException', 'Model schema must have at least 1 property or array items defined'),
  );
  await assert.rejects(
    model('M', '{"type":"nothing"}'),
    refusal('BadRequestException', /^Invalid model specified/),
  );
  await model('M', '{"type":"object"}');
  await assert.rejects(
    model('M', '{}'),
    refusal('ConflictException', 'Model name already exists for this REST API', 409),
  );
  await client.send(
    new sdk.PutMethodCommand({
      restApiId,
      resourceId,
      httpMethod: 'ANY',
      authorizationType: 'NONE',
      requestModels: { 'application/json': 'M' },
    }),
  );
  await assert.rejects(
    client.send(new sdk.DeleteModelCommand({ restApiId, modelName: 'M' })),
    refusal('ConflictException', "Cannot delete model 'M', is referenced in method request: //ANY", 409),
  );
  const models = await client.send(new sdk.GetModelsCommand({ restApiId }));
  assert.deepEqual(
    models.items?.map(({ name }) => name),
    ['Empty', 'Error', 'M'],
  );
  await assert.rejects(
    client.send(new sdk.CreateRequestValidatorCommand({ restApiId: 'none' })),
    refusal('BadRequestException', 'Invalid REST API identifier specified'),
  );
  const responseType = 'DEFAULT_4XX';
  const set = await client.send(
    new sdk.PutGatewayResponseCommand({
      restApiId,
      responseType,
      responseParameters: { 'gatewayresponse.header.A': "'b'" },
    }),
  );
  assert.deepEqual(
    [set.defaultResponse, set.responseTemplates],
    [false, { 'application/json': '{"message":$context.error.messageString}' }],
  );
  const all = await client.send(new sdk.GetGatewayResponsesCommand({ restApiId }));
  assert.equal(all.items?.length, 21);
  const patch = (operation: sdk.PatchOperation) =>
    client.send(
      new sdk.UpdateGatewayResponseCommand({ restApiId, responseType, patchOperations: [operation] }),
    );
  await assert.rejects(
    patch({ op: 'add', path: '/statusCode', value: '1' }),
    refusal('BadRequestException', 'Invalid patch path /statusCode'),
  );
  await assert.rejects(
    patch({ op: 'replace', path: '/responseParameters/gatewayresponse.header.B', value: "'c'" }),
    refusal('NotFoundException', 'Invalid parameter name specified', 404),
  );
  await client.send(new sdk.DeleteGatewayResponseCommand({ restApiId, responseType }));
  await assert.rejects(
    client.send(new sdk.DeleteGatewayResponseCommand({ restApiId, responseType })),
    refusal('NotFoundException', 'Gateway response type not defined on api', 404),
  );
});
