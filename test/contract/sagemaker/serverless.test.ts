import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { after, before, test } from 'node:test';
import {
  CreateEndpointCommand,
  type CreateEndpointConfigCommandInput,
  CreateEndpointConfigCommand,
  DeleteEndpointCommand,
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  type ProductionVariantServerlessConfig,
  UpdateEndpointCommand,
  UpdateEndpointWeightsAndCapacitiesCommand,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { linearModel } from '../../models/onnx.ts';
import { without } from '../../other-clients.ts';
import { measured } from '../sagemaker-runtime/measured.ts';
import { boto3 } from './clients.ts';
import { artifact, createConfig, createModel, prepare, settled, tarGz } from './fixtures.ts';
import { openStack, type Stack, stateDirectory } from './stack.ts';

/** Waits as many milliseconds as it is told, and says which process it is. */
const slow = `
import { createServer } from 'node:http';
createServer(async (request, response) => {
  if (request.url === '/ping') return response.end();
  const ms = Number(Buffer.concat(await request.toArray()).toString());
  setTimeout(() => response.end('' + process.pid), ms);
}).listen(process.env.PORT, '127.0.0.1');`;

const resources = new AsyncDisposableStack();
const directory = resources.use(await stateDirectory());
let stack: Stack;
/** Idle instances go after five seconds instead of five minutes. */
const timeScale = 60;
before(async () => {
  stack = resources.use(await openStack(directory.path, { timeScale }));
  await prepare(stack);
  stack.images.add({ name: 'slow', command: [process.execPath, '--input-type=module', '--eval', slow] });
  const tar = tarGz([{ name: 'nothing', data: Buffer.from('-') }]);
  await createModel(stack, 'slow', tar, { Image: 'slow' });
});
after(() => resources.disposeAsync());

async function config(
  name: string,
  ServerlessConfig: ProductionVariantServerlessConfig,
  model = 'slow',
): Promise<void> {
  await createConfig(stack, name, model, {
    ServerlessConfig,
    InstanceType: undefined,
    InitialInstanceCount: undefined,
  });
}

async function serve(
  name: string,
  settings: ProductionVariantServerlessConfig,
  model?: string,
): Promise<void> {
  await config(name, settings, model);
  await stack.sageMaker.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: name }));
  const { EndpointStatus, FailureReason } = await settled(stack, name);
  assert.deepEqual([EndpointStatus, FailureReason], ['InService', undefined]);
}

async function ask(EndpointName: string, ms = 0): Promise<string> {
  const { Body } = await stack.runtime.send(
    new InvokeEndpointCommand({ EndpointName, Body: Buffer.from(`${ms}`) }),
  );
  return Buffer.from(Body).toString();
}

const running = (name: string): number =>
  stack.engine.standing(`000000000000/us-east-1/${name}`)?.[0]?.instances.length ?? 0;

async function until(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 15_000; !holds(); await pause(50)) assert.ok(Date.now() < end, 'in time');
}

test('instances come with the requests, as many as there are at once, and go when they rest', async () => {
  await serve('elastic', { MemorySizeInMB: 1024, MaxConcurrency: 3 });
  assert.equal(running('elastic'), 1);
  const first = await ask('elastic');
  assert.equal(await ask('elastic'), first, 'one after the other is served by one instance');
  const three = await Promise.all([ask('elastic', 2500), ask('elastic', 2500), ask('elastic', 2500)]);
  assert.equal(new Set(three).size, 3);
  const setup = measured(stack, 'ModelSetupTime', 'elastic', 'AllTraffic');
  assert.equal(setup.count, 3);
  assert.ok(setup.max > 10_000, 'microseconds');
  assert.equal(measured(stack, 'ServerlessConcurrentExecutionsUtilization', 'elastic', 'AllTraffic').max, 1);
  await until(() => running('elastic') === 0);
  const { EndpointStatus } = await stack.sageMaker.send(
    new DescribeEndpointCommand({ EndpointName: 'elastic' }),
  );
  assert.equal(EndpointStatus, 'InService', 'also without an instance');
  const again = await ask('elastic');
  assert.ok(!three.includes(again) && again !== first, 'a cold start');
  assert.equal(measured(stack, 'ModelSetupTime', 'elastic', 'AllTraffic').count, 4);
});

test('more requests at once than MaxConcurrency are throttled', async () => {
  const asked = Array.from({ length: 5 }, () => ask('elastic', 300));
  const outcomes = await Promise.allSettled(asked);
  const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  assert.equal(errors.length, 2);
  for (const { name, $metadata } of errors) {
    assert.deepEqual([name, $metadata.httpStatusCode], ['ThrottlingException', 400]);
  }
  assert.equal(measured(stack, 'Invocation4XXErrors', 'elastic', 'AllTraffic').sum, 2);
  assert.ok(await ask('elastic'));
});

test('provisioned instances are always there', async () => {
  await serve('ready', { MemorySizeInMB: 2048, MaxConcurrency: 3, ProvisionedConcurrency: 2 });
  assert.equal(running('ready'), 2);
  await Promise.all([1, 2, 3].map(() => ask('ready', 3_000))); // long enough for a cold start on a crowded machine
  const metric = (name: string) =>
    measured(stack, `ServerlessProvisionedConcurrency${name}`, 'ready', 'AllTraffic');
  assert.equal(metric('Invocations').sum, 2);
  assert.equal(metric('SpilloverInvocations').sum, 1);
  assert.equal(metric('Utilization').max, 1);
  await until(() => running('ready') === 2);
  await pause(300);
  assert.equal(running('ready'), 2);
});

test('what is provisioned, and the maximum, change while it serves', async () => {
  const update = (ServerlessUpdateConfig: object) =>
    stack.sageMaker.send(
      new UpdateEndpointWeightsAndCapacitiesCommand({
        EndpointName: 'ready',
        DesiredWeightsAndCapacities: [{ VariantName: 'AllTraffic', ServerlessUpdateConfig }],
      }),
    );
  await update({ MaxConcurrency: 4, ProvisionedConcurrency: 3 });
  const { ProductionVariants } = await settled(stack, 'ready');
  assert.partialDeepStrictEqual(ProductionVariants, [
    {
      CurrentServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 4, ProvisionedConcurrency: 3 },
      DesiredServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 4, ProvisionedConcurrency: 3 },
    },
  ]);
  assert.equal(ProductionVariants?.[0]?.CurrentInstanceCount, undefined);
  assert.equal(running('ready'), 3);
  await assert.rejects(update({ ProvisionedConcurrency: 5 }), { name: 'ValidationException' });
});

test('what was changed, and what is provisioned, is there after a restart', async () => {
  await stack[Symbol.asyncDispose]();
  stack = resources.use(await openStack(directory.path, { timeScale }));
  await until(() => stack.engine.standing('000000000000/us-east-1/ready')?.[0]?.inService === 3);
  assert.equal(running('elastic'), 0);
  assert.ok(await ask('elastic'));
  assert.ok(await ask('ready'));
});

test('an endpoint with instances is not made serverless; the other way is open', async () => {
  await createModel(stack, 'linear', artifact(linearModel([1], 0)));
  await createConfig(stack, 'instances', 'linear');
  const update = (EndpointName: string, EndpointConfigName: string) =>
    stack.sageMaker.send(new UpdateEndpointCommand({ EndpointName, EndpointConfigName }));
  await update('elastic', 'instances');
  const { EndpointStatus, ProductionVariants } = await settled(stack, 'elastic');
  assert.equal(EndpointStatus, 'InService');
  assert.equal(ProductionVariants?.[0]?.CurrentInstanceCount, 1);
  await assert.rejects(update('elastic', 'ready'), { name: 'ValidationException' });
});

test('boto3 sees a serverless endpoint', { skip: without.boto3 }, async () => {
  const script = `
client = boto3.client('sagemaker')
config = client.describe_endpoint_config(EndpointConfigName='ready')['ProductionVariants'][0]['ServerlessConfig']
answer = boto3.client('sagemaker-runtime').invoke_endpoint(EndpointName='ready', Body='0')
print(json.dumps([config, len(answer['Body'].read()) > 0]))`;
  assert.deepEqual(await boto3(stack, script), [
    { MemorySizeInMB: 2048, MaxConcurrency: 3, ProvisionedConcurrency: 2 },
    true,
  ]);
  const described = await stack.sageMaker.send(
    new DescribeEndpointConfigCommand({ EndpointConfigName: 'elastic' }),
  );
  assert.deepEqual(described.ProductionVariants?.[0]?.ServerlessConfig, {
    MemorySizeInMB: 1024,
    MaxConcurrency: 3,
  });
});

const refused: Record<string, [Partial<CreateEndpointConfigCommandInput>, RegExp]> = {
  'memory between the steps': [
    one({ MemorySizeInMB: 1500, MaxConcurrency: 1 }),
    /MemorySizeInMB must be one of/,
  ],
  'too much memory': [one({ MemorySizeInMB: 7168, MaxConcurrency: 1 }), /less than or equal to 6144/],
  'too many at once': [one({ MemorySizeInMB: 1024, MaxConcurrency: 201 }), /less than or equal to 200/],
  'more provisioned than at once': [
    one({ MemorySizeInMB: 1024, MaxConcurrency: 1, ProvisionedConcurrency: 2 }),
    /less than or equal to MaxConcurrency/,
  ],
  'an instance type': [
    one({ MemorySizeInMB: 1024, MaxConcurrency: 1 }, { InstanceType: 'ml.m5.large' }),
    /cannot be specified with ServerlessConfig/,
  ],
};
function one(ServerlessConfig: ProductionVariantServerlessConfig, more: object = {}) {
  return { ProductionVariants: [{ VariantName: 'v', ModelName: 'slow', ServerlessConfig, ...more }] };
}
for (const [what, [input, message]] of Object.entries(refused)) {
  test(`CreateEndpointConfig refuses ${what}`, async () => {
    const command = new CreateEndpointConfigCommand({
      EndpointConfigName: 'refused',
      ProductionVariants: undefined,
      ...input,
    });
    await assert.rejects(stack.sageMaker.send(command), { name: 'ValidationException', message });
  });
}

test('nothing is left of a deleted one', async () => {
  await stack.sageMaker.send(new DeleteEndpointCommand({ EndpointName: 'ready' }));
  await assert.rejects(settled(stack, 'ready'), /Could not find endpoint/);
  assert.equal(stack.engine.has('000000000000/us-east-1/ready'), false);
});
