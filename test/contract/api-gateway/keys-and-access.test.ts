import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as sdk from '@aws-sdk/client-api-gateway';
import { makeApi, makeUser, newApi } from './api.ts';
import { openHouse } from './house.ts';
import { refusal } from './refusal.ts';

test('keys and usage plans', async () => {
  await using house = await openHouse();
  const { client, restApiId } = await makeApi(house, { path: 'a' });
  const make = (more: sdk.CreateApiKeyCommandInput) => client.send(new sdk.CreateApiKeyCommand(more));
  await assert.rejects(
    make({ value: 'short' }),
    refusal('BadRequestException', 'API Key value should be at least 20 characters'),
  );
  await assert.rejects(
    make({ value: 'x'.repeat(129) }),
    refusal('BadRequestException', 'API Key value exceeds maximum size of 128 characters'),
  );
  const one = await make({ name: 'one', value: 'a-value-of-twenty-chars', enabled: true });
  await assert.rejects(
    make({ value: 'a-value-of-twenty-chars' }),
    refusal('ConflictException', 'API Key already exists', 409),
  );
  const two = await make({ name: 'two' });
  assert.match(two.value ?? '', /^[A-Za-z0-9]{40}$/);
  assert.equal(two.enabled, false);
  const hidden = await client.send(new sdk.GetApiKeyCommand({ apiKey: one.id ?? '' }));
  assert.equal(hidden.value, undefined);
  const shown = await client.send(new sdk.GetApiKeysCommand({ includeValues: true, nameQuery: 'on' }));
  assert.deepEqual(
    shown.items?.map(({ value }) => value),
    ['a-value-of-twenty-chars'],
  );
  const plan = (more: Partial<sdk.CreateUsagePlanCommandInput>) =>
    client.send(new sdk.CreateUsagePlanCommand({ name: 'plan', ...more }));
  await assert.rejects(
    plan({ quota: { limit: 1, period: 'WEEK', offset: 7 } }),
    refusal(
      'BadRequestException',
      'Usage Plan quota offset must be between zero and six inclusive in the WEEK period',
    ),
  );
  await assert.rejects(
    plan({ apiStages: [{ apiId: restApiId, stage: 'none' }] }),
    refusal('NotFoundException', /^Invalid API Stage \{api: .+, stage: none\} specified for usageplan /, 404),
  );
  const { id: usagePlanId = '' } = await plan({});
  const patched = await client.send(
    new sdk.UpdateUsagePlanCommand({
      usagePlanId,
      patchOperations: [
        { op: 'add', path: '/apiStages', value: `${restApiId}:prod` },
        { op: 'replace', path: '/throttle/rateLimit', value: '5' },
        { op: 'replace', path: '/quota/limit', value: '7' },
        { op: 'replace', path: '/quota/period', value: 'DAY' },
        { op: 'add', path: `/apiStages/${restApiId}:prod/throttle/~1a~1GET/rateLimit`, value: '1' },
      ],
    }),
  );
  assert.deepEqual(patched.apiStages, [
    { apiId: restApiId, stage: 'prod', throttle: { '/a/GET': { rateLimit: 1 } } },
  ]);
  assert.deepEqual(patched.quota, { limit: 7, period: 'DAY', offset: 0 });
  await client.send(new sdk.CreateUsagePlanKeyCommand({ usagePlanId, keyId: one.id, keyType: 'API_KEY' }));
  const second = await plan({ apiStages: [{ apiId: restApiId, stage: 'prod' }] });
  await assert.rejects(
    client.send(
      new sdk.CreateUsagePlanKeyCommand({ usagePlanId: second.id, keyId: one.id, keyType: 'API_KEY' }),
    ),
    refusal('ConflictException', /multiple Usage Plans with the same API stage/, 409),
  );
  const keys = await client.send(new sdk.GetUsagePlanKeysCommand({ usagePlanId }));
  assert.deepEqual(keys.items, [
    { id: one.id, type: 'API_KEY', value: 'a-value-of-twenty-chars', name: 'one' },
  ]);
  await assert.rejects(
    client.send(new sdk.DeleteUsagePlanCommand({ usagePlanId })),
    refusal('ConflictException', /because it contains API Stages/, 409),
  );
  await client.send(new sdk.DeleteRestApiCommand({ restApiId }));
  const detached = await client.send(new sdk.GetUsagePlanCommand({ usagePlanId }));
  assert.deepEqual(detached.apiStages, []);
});

test('tags, and IAM on paths', async () => {
  await using house = await openHouse();
  const { client, restApiId } = await newApi(house);
  const resourceArn = `arn:aws:apigateway:us-east-1::/restapis/${restApiId}`;
  await client.send(new sdk.TagResourceCommand({ resourceArn, tags: { a: '1', b: '2' } }));
  await client.send(new sdk.UntagResourceCommand({ resourceArn, tagKeys: ['a'] }));
  assert.deepEqual((await client.send(new sdk.GetTagsCommand({ resourceArn }))).tags, { b: '2' });
  const user = await makeUser(house, 'reader');
  const reader = house.client({ credentials: user.key });
  await assert.rejects(
    reader.send(new sdk.GetRestApiCommand({ restApiId })),
    refusal('AccessDeniedException', new RegExp(`apigateway:GET on resource: ${resourceArn}`), 403),
  );
  await user.allow('apigateway:GET', `${resourceArn}*`);
  assert.equal((await reader.send(new sdk.GetRestApiCommand({ restApiId }))).id, restApiId);
  await assert.rejects(
    reader.send(new sdk.DeleteRestApiCommand({ restApiId })),
    refusal('AccessDeniedException', /apigateway:DELETE/, 403),
  );
});
