import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import * as sdk from '@aws-sdk/client-lambda';
import { openStack, refused, type Stack } from './stack.ts';

let stack: Stack;
before(async () => {
  stack = await openStack();
});
after(() => stack.postern[Symbol.asyncDispose]());

const CODE = `
import { setTimeout as sleep } from 'node:timers/promises';
export const handler = async ({ ms = 0, die = false }) => {
  if (die) process.exit(1);
  await sleep(ms);
  return [process.env.AWS_LAMBDA_INITIALIZATION_TYPE, process.pid];
};`;

async function published(name: string): Promise<void> {
  await stack.create(name, CODE, { Timeout: 30 });
  await stack.lambda.send(new sdk.PublishVersionCommand({ FunctionName: name }));
}

const put = (FunctionName: string, Qualifier: string, ProvisionedConcurrentExecutions: number) =>
  stack.lambda.send(
    new sdk.PutProvisionedConcurrencyConfigCommand({
      FunctionName,
      Qualifier,
      ProvisionedConcurrentExecutions,
    }),
  );
const get = (FunctionName: string, Qualifier: string) =>
  stack.lambda.send(new sdk.GetProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier }));

async function ready(
  name: string,
  qualifier: string,
): Promise<sdk.GetProvisionedConcurrencyConfigCommandOutput> {
  for (const deadline = Date.now() + 20_000; ; await sleep(20)) {
    const found = await get(name, qualifier);
    if (found.Status === 'READY' || Date.now() > deadline) return found;
  }
}

test('workers are up before requests come: no cold start, and one that dies is replaced', async () => {
  await published('up');
  const first = await put('up', '1', 2);
  assert.equal(first.RequestedProvisionedConcurrentExecutions, 2);
  assert.match(String(first.Status), /IN_PROGRESS|READY/);
  const standing = await ready('up', '1');
  assert.deepEqual(
    [
      standing.Status,
      standing.AvailableProvisionedConcurrentExecutions,
      standing.AllocatedProvisionedConcurrentExecutions,
    ],
    ['READY', 2, 2],
  );
  const answers = await Promise.all([1, 2].map(() => stack.invoke('up:1', { ms: 300 })));
  for (const { payload, log } of answers) {
    assert.equal((payload as string[])[0], 'provisioned-concurrency');
    assert.doesNotMatch(log, /Init Duration/);
  }
  const [one, other] = answers.map(({ payload }) => (payload as number[])[1]);
  assert.notEqual(one, other);
  await stack.invoke('up:1', { die: true });
  assert.equal((await ready('up', '1')).AvailableProvisionedConcurrentExecutions, 2);
});

test('what spills over starts workers of its own, and the metrics say so', async () => {
  await published('spill');
  await put('spill', '1', 1);
  await ready('spill', '1');
  const answers = await Promise.all(
    [1, 2].map(
      () => stack.invoke('spill:1', { ms: 4_000 }) /* a crowded machine is slow to start one more */,
    ),
  );
  assert.deepEqual(
    answers.map(({ payload }) => (payload as [string])[0]).sort((a, b) => a.localeCompare(b)),
    ['on-demand', 'provisioned-concurrency'],
  );
  const cloudwatch = new CloudWatchClient(stack.postern.client);
  const read = async (MetricName: string, statistic: 'Sum' | 'Maximum') => {
    const { Datapoints = [] } = await cloudwatch.send(
      new GetMetricStatisticsCommand({
        Namespace: 'AWS/Lambda',
        MetricName,
        Dimensions: [
          { Name: 'FunctionName', Value: 'spill' },
          { Name: 'Resource', Value: 'spill:1' },
        ],
        StartTime: new Date(Date.now() - 600_000),
        EndTime: new Date(Date.now() + 60_000),
        Period: 3600,
        Statistics: [statistic],
      }),
    );
    return Datapoints[0]?.[statistic];
  };
  assert.deepEqual(
    [
      await read('ProvisionedConcurrencyInvocations', 'Sum'),
      await read('ProvisionedConcurrencySpilloverInvocations', 'Sum'),
      await read('ProvisionedConcurrencyUtilization', 'Maximum'),
    ],
    [1, 1, 1],
  );
});

test('an alias gives its share to each of its versions, and follows when it moves', async () => {
  await published('aliased');
  await stack.lambda.send(
    new sdk.CreateAliasCommand({ FunctionName: 'aliased', Name: 'live', FunctionVersion: '1' }),
  );
  await put('aliased', 'live', 1);
  assert.equal((await ready('aliased', 'live')).Status, 'READY');
  await refused(
    put('aliased', '1', 1),
    'ResourceConflictException',
    409,
    'Version is pointed by a Provisioned Concurrency alias',
  );
  const { ProvisionedConcurrencyConfigs } = await stack.lambda.send(
    new sdk.ListProvisionedConcurrencyConfigsCommand({ FunctionName: 'aliased' }),
  );
  assert.deepEqual(
    ProvisionedConcurrencyConfigs?.map(({ FunctionArn, Status }) => [FunctionArn, Status]),
    [['arn:aws:lambda:us-east-1:000000000000:function:aliased:live', 'READY']],
  );
  await stack.lambda.send(
    new sdk.DeleteProvisionedConcurrencyConfigCommand({ FunctionName: 'aliased', Qualifier: 'live' }),
  );
  await refused(
    get('aliased', 'live'),
    'ProvisionedConcurrencyConfigNotFoundException',
    404,
    'No Provisioned Concurrency Config found for this function',
  );
});

test('what cannot be provisioned is refused', async () => {
  await published('refused');
  await refused(
    put('refused', '$LATEST', 1),
    'InvalidParameterValueException',
    400,
    /unpublished function versions/,
  );
  await refused(put('refused', '7', 1), 'ResourceNotFoundException', 404, /Function not found/);
  await refused(
    put('refused', '1', 5_000),
    'InvalidParameterValueException',
    400,
    /UnreservedConcurrentExecution/,
  );
  await stack.lambda.send(
    new sdk.PutFunctionConcurrencyCommand({ FunctionName: 'refused', ReservedConcurrentExecutions: 2 }),
  );
  await refused(put('refused', '1', 3), 'InvalidParameterValueException', 400, /reservedConcurrentExecution/);
});

test('code that cannot be loaded is a failed allocation with its reason', async () => {
  await stack.create('broken', "throw new Error('no');");
  await stack.lambda.send(new sdk.PublishVersionCommand({ FunctionName: 'broken' }));
  await put('broken', '1', 1);
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await sleep(50)) {
    const { Status, StatusReason } = await get('broken', '1');
    if (Status !== 'FAILED') continue;
    assert.match(String(StatusReason), /init-failed/);
    return;
  }
  assert.fail('it never failed');
});
