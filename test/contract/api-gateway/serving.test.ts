import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as sdk from '@aws-sdk/client-api-gateway';
import { makeApi } from './api.ts';
import { ACCOUNT, openHouse } from './house.ts';
import { refusal } from './refusal.ts';

test('stages: settings are patched by path, and hold', async () => {
  await using house = await openHouse();
  const { client, restApiId } = await makeApi(house, { path: 'a' });
  const stageName = 'prod';
  const patch = (...patchOperations: sdk.PatchOperation[]) =>
    client.send(new sdk.UpdateStageCommand({ restApiId, stageName, patchOperations }));
  const status = async () => (await fetch(`${house.stageUrl(restApiId, stageName)}/a`)).status;
  await patch({ op: 'replace', path: '/~1a/ANY/throttling/rateLimit', value: '0.001' });
  const stage = await patch({ op: 'replace', path: '/~1a/ANY/throttling/burstLimit', value: '2' });
  assert.equal(stage.methodSettings?.['~1a/ANY']?.throttlingBurstLimit, 2);
  assert.deepEqual([await status(), await status(), await status()], [200, 200, 429]);
  await patch({ op: 'remove', path: '/~1a/ANY' });
  assert.equal(await status(), 200);
  await assert.rejects(
    patch({ op: 'remove', path: '/*/*' }),
    refusal(
      'BadRequestException',
      'Cannot remove method setting */* because there is no method setting for this method ',
    ),
  );
  await assert.rejects(
    patch({ op: 'replace', path: '/*/*/logging/loglevel', value: 'INFO' }),
    refusal(
      'BadRequestException',
      'CloudWatch Logs role ARN must be set in account settings to enable logging',
    ),
  );
  const cloudwatchRoleArn = `arn:aws:iam::${ACCOUNT}:role/logs`;
  const account = await client.send(
    new sdk.UpdateAccountCommand({
      patchOperations: [{ op: 'replace', path: '/cloudwatchRoleArn', value: cloudwatchRoleArn }],
    }),
  );
  assert.deepEqual(
    [account.cloudwatchRoleArn, account.throttleSettings?.burstLimit],
    [cloudwatchRoleArn, 5000],
  );
  await patch(
    { op: 'replace', path: '/*/*/logging/loglevel', value: 'INFO' },
    {
      op: 'replace',
      path: '/accessLogSettings/destinationArn',
      value: `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:access`,
    },
    {
      op: 'replace',
      path: '/accessLogSettings/format',
      value: '$context.resourcePath $context.identity.sourceIp',
    },
    { op: 'replace', path: '/variables/colour', value: 'red' },
  );
  const answer = await fetch(`${house.stageUrl(restApiId, stageName)}/a`);
  assert.deepEqual(((await answer.json()) as { stageVariables: object }).stageVariables, { colour: 'red' });
  assert.equal(house.logs.find(({ group }) => group === 'access')?.events[0]?.message, '/a 127.0.0.1');
  assert.ok(house.logs.some(({ group }) => group === `API-Gateway-Execution-Logs_${restApiId}/prod`));
  await assert.rejects(
    patch({ op: 'replace', path: '/tags/a', value: 'x' }),
    refusal(
      'BadRequestException',
      /^Invalid method setting path: \/tags\/a\. Must be one of: \[\/deploymentId, /,
    ),
  );
  for (const path of ['/tracingEnabled', '/cacheClusterEnabled', '/*/*/caching/enabled']) {
    await assert.rejects(
      patch({ op: 'replace', path, value: 'true' }),
      refusal('NotImplemented', /not implemented/, 501),
    );
  }
  await assert.rejects(
    patch({ op: 'replace', path: '/canarySettings/percentTraffic', value: '10' }),
    refusal('NotImplemented', /canary/, 501),
  );
});

test('a deployment is a snapshot: changes show when they are deployed, and can be taken back', async () => {
  await using house = await openHouse();
  const { client, restApiId, resourceId, httpMethod } = await makeApi(house, { path: 'a' });
  const status = async () => (await fetch(`${house.stageUrl(restApiId, 'prod')}/a`)).status;
  const deployments = await client.send(new sdk.GetDeploymentsCommand({ restApiId }));
  const before = deployments.items?.[0]?.id ?? '';
  await client.send(
    new sdk.UpdateMethodCommand({
      restApiId,
      resourceId,
      httpMethod,
      patchOperations: [{ op: 'replace', path: '/apiKeyRequired', value: 'true' }],
    }),
  );
  assert.equal(await status(), 200);
  const after = await client.send(
    new sdk.CreateDeploymentCommand({ restApiId, stageName: 'prod', description: 'keys' }),
  );
  assert.equal(await status(), 403);
  const summary = await client.send(
    new sdk.GetDeploymentCommand({ restApiId, deploymentId: after.id ?? '', embed: ['apisummary'] }),
  );
  assert.deepEqual(summary.apiSummary, {
    '/a': { ANY: { authorizationType: 'NONE', apiKeyRequired: true } },
  });
  await client.send(
    new sdk.UpdateStageCommand({
      restApiId,
      stageName: 'prod',
      patchOperations: [{ op: 'replace', path: '/deploymentId', value: before }],
    }),
  );
  assert.equal(await status(), 200);
  await assert.rejects(
    client.send(new sdk.DeleteDeploymentCommand({ restApiId, deploymentId: before })),
    refusal('BadRequestException', 'Active stages pointing to this deployment must be moved or deleted'),
  );
  await client.send(new sdk.DeleteDeploymentCommand({ restApiId, deploymentId: after.id ?? '' }));
  await client.send(new sdk.CreateStageCommand({ restApiId, stageName: 'other', deploymentId: before }));
  assert.equal((await fetch(`${house.stageUrl(restApiId, 'other')}/a`)).status, 200);
  await client.send(new sdk.DeleteStageCommand({ restApiId, stageName: 'other' }));
  assert.equal((await fetch(`${house.stageUrl(restApiId, 'other')}/a`)).status, 403);
});

test('TestInvokeMethod runs what is not deployed, and tells what happened', async () => {
  await using house = await openHouse();
  const { client, restApiId, resourceId } = await makeApi(house, {
    path: '{id}',
    authorizationType: 'AWS_IAM',
  });
  const tried = await client.send(
    new sdk.TestInvokeMethodCommand({
      restApiId,
      resourceId,
      httpMethod: 'POST',
      pathWithQueryString: '/7?a=b',
      body: 'hello',
      headers: { 'X-A': '1' },
      stageVariables: { v: 'w' },
    }),
  );
  assert.equal(tried.status, 200);
  const event = JSON.parse(tried.body ?? '') as Record<string, unknown>;
  assert.deepEqual(
    [event['pathParameters'], event['body'], event['stageVariables']],
    [{ id: '7' }, 'hello', { v: 'w' }],
  );
  assert.match(
    tried.log ?? '',
    /^Execution log for request [0-9a-f-]{36}\n\w{3} \w{3} \d\d [\d:]+ UTC \d{4} : Starting execution/,
  );
  assert.match(tried.log ?? '', /Method completed with status: 200\n$/);
});
