import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as sdk from '@aws-sdk/client-api-gateway';
import { newApi } from './api.ts';
import { openHouse } from './house.ts';
import { refusal } from './refusal.ts';

const failed = (at: string, constraint: string) =>
  `1 validation error detected: ${at} failed to satisfy constraint: ${constraint}`;

test('an input outside its model is told in API Gateway’s words: members of the body by its shape', async () => {
  await using house = await openHouse();
  const { client, restApiId, resourceId } = await newApi(house);
  const method = { restApiId, resourceId, httpMethod: 'GET' };
  await client.send(new sdk.PutMethodCommand({ ...method, authorizationType: 'NONE' }));
  const refused = (sent: Promise<unknown>, message: string) =>
    assert.rejects(sent, refusal('ValidationException', message));
  await refused(
    client.send(new sdk.CreateRestApiCommand({ name: 'n', apiKeySource: 'WRONG' as 'HEADER' })),
    failed(
      "Value 'WRONG' at 'createRestApiInput.apiKeySource'",
      'Member must satisfy enum value set: [HEADER, AUTHORIZER]',
    ),
  );
  await refused(
    client.send(new sdk.PutIntegrationCommand({ ...method, type: 'WRONG' as 'MOCK' })),
    failed(
      "Value 'WRONG' at 'putIntegrationInput.type'",
      'Member must satisfy enum value set: [HTTP, AWS, MOCK, HTTP_PROXY, AWS_PROXY]',
    ),
  );
  await refused(
    client.send(new sdk.CreateRestApiCommand({ name: undefined })),
    failed("Value null at 'createRestApiInput.name'", 'Member must not be null'),
  );
  await refused(
    client.send(new sdk.PutMethodResponseCommand({ ...method, statusCode: '20x' })),
    failed(
      "Value '20x' at 'statusCode'",
      String.raw`Member must satisfy regular expression pattern: [1-5]\d\d`,
    ),
  );
});
