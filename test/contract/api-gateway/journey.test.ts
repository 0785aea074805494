import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  CreateApiKeyCommand,
  CreateDeploymentCommand,
  CreateModelCommand,
  CreateRequestValidatorCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  GetUsageCommand,
  PutIntegrationCommand,
  PutMethodCommand,
  UpdateUsageCommand,
} from '@aws-sdk/client-api-gateway';
import { functionUri, type House, openHouse } from './house.ts';

/** An API with one validated method behind a key: the shape of the example stack. */
async function deploy(house: House) {
  const client = house.client();
  const { id: restApiId = '', rootResourceId: parentId } = await client.send(
    new CreateRestApiCommand({ name: 'demand' }),
  );
  const { id: resourceId } = await client.send(
    new CreateResourceCommand({ restApiId, parentId, pathPart: 'predictions' }),
  );
  await client.send(
    new CreateModelCommand({
      restApiId,
      name: 'Batch',
      contentType: 'application/json',
      schema: JSON.stringify({
        type: 'array',
        minItems: 1,
        items: { type: 'object', required: ['station'] },
      }),
    }),
  );
  const { id: requestValidatorId } = await client.send(
    new CreateRequestValidatorCommand({ restApiId, name: 'body', validateRequestBody: true }),
  );
  await client.send(
    new PutMethodCommand({
      restApiId,
      resourceId,
      httpMethod: 'POST',
      authorizationType: 'NONE',
      apiKeyRequired: true,
      requestValidatorId,
      requestModels: { 'application/json': 'Batch' },
    }),
  );
  await client.send(
    new PutIntegrationCommand({
      restApiId,
      resourceId,
      httpMethod: 'POST',
      type: 'AWS_PROXY',
      integrationHttpMethod: 'POST',
      uri: functionUri('demand'),
    }),
  );
  await client.send(new CreateDeploymentCommand({ restApiId, stageName: 'prod' }));
  const key = await client.send(new CreateApiKeyCommand({ name: 'me', enabled: true }));
  const plan = await client.send(
    new CreateUsagePlanCommand({
      name: 'plan',
      throttle: { rateLimit: 0.001, burstLimit: 3 },
      quota: { limit: 100, period: 'MONTH' },
      apiStages: [{ apiId: restApiId, stage: 'prod' }],
    }),
  );
  await client.send(
    new CreateUsagePlanKeyCommand({ usagePlanId: plan.id, keyId: key.id, keyType: 'API_KEY' }),
  );
  return { restApiId, planId: plan.id ?? '', keyId: key.id ?? '', value: key.value ?? '' };
}

const post = async (house: House, apiId: string, headers: Record<string, string>, body: string) => {
  const answer = await fetch(`${house.stageUrl(apiId, 'prod')}/predictions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

test('key, validation and rate guard a function; usage is counted', async () => {
  let calls = 0;
  await using house = await openHouse({
    invoke: ({ functionArn, sourceArn, payload }) => {
      calls++;
      assert.match(functionArn, /:function:demand$/);
      assert.match(
        sourceArn,
        /^arn:aws:execute-api:us-east-1:000000000000:[a-z0-9]{10}\/prod\/POST\/predictions$/,
      );
      const { body } = JSON.parse(payload.toString()) as { body: string };
      const result = { statusCode: 200, body: JSON.stringify({ n: JSON.parse(body).length }) };
      return { kind: 'answered', payload: Buffer.from(JSON.stringify(result)) };
    },
  });
  const { restApiId, planId, keyId, value } = await deploy(house);
  const key = { 'x-api-key': value };
  assert.deepEqual(await post(house, restApiId, {}, '[]'), { status: 403, body: { message: 'Forbidden' } });
  assert.equal((await post(house, restApiId, { 'x-api-key': 'no' }, '[]')).status, 403);
  const malformed = await post(house, restApiId, key, '[{"x":1}]');
  assert.deepEqual(malformed, { status: 400, body: { message: 'Invalid request body' } });
  assert.equal(calls, 0);
  assert.deepEqual(await post(house, restApiId, key, '[{"station":1}]'), { status: 200, body: { n: 1 } });
  assert.equal((await post(house, restApiId, key, '[{"station":1}]')).status, 200);
  assert.deepEqual(await post(house, restApiId, key, '[{"station":1}]'), {
    status: 429,
    body: { message: 'Too Many Requests' },
  });
  assert.equal(calls, 2);
  const day = new Date().toISOString().slice(0, 10);
  const usage = await house
    .client()
    .send(new GetUsageCommand({ usagePlanId: planId, startDate: day, endDate: day }));
  assert.deepEqual(usage.items, { [keyId]: [[3, 97]] });
  const updated = await house.client().send(
    new UpdateUsageCommand({
      usagePlanId: planId,
      keyId,
      patchOperations: [{ op: 'replace', path: '/remaining', value: '5' }],
    }),
  );
  assert.deepEqual(updated.items, { [keyId]: [[3, 5]] });
});

test('everything is there again after a restart', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'postern-gateway-'));
  try {
    const path = join(directory, 'postern.db');
    const before = await openHouse({ path });
    const { restApiId, planId, keyId, value } = await deploy(before);
    assert.equal((await post(before, restApiId, { 'x-api-key': value }, '[{"station":1}]')).status, 200);
    await before[Symbol.asyncDispose]();
    await using house = await openHouse({ path });
    assert.equal((await post(house, restApiId, { 'x-api-key': value }, '[{"station":1}]')).status, 200);
    assert.equal((await post(house, restApiId, {}, '[{"station":1}]')).status, 403);
    const day = new Date().toISOString().slice(0, 10);
    const usage = await house
      .client()
      .send(new GetUsageCommand({ usagePlanId: planId, startDate: day, endDate: day }));
    assert.deepEqual(usage.items, { [keyId]: [[2, 98]] });
  } finally {
    await rm(directory, { recursive: true });
  }
});
