import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { after, before, test } from 'node:test';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateInferenceComponentCommand,
  type CreateInferenceComponentCommandInput,
  DeleteEndpointCommand,
  DeleteInferenceComponentCommand,
  DescribeEndpointCommand,
  DescribeInferenceComponentCommand,
  type DescribeInferenceComponentCommandOutput,
  ListInferenceComponentsCommand,
  ListTagsCommand,
  type ProductionVariant,
  UpdateEndpointWeightsAndCapacitiesCommand,
  UpdateInferenceComponentCommand,
  UpdateInferenceComponentRuntimeConfigCommand,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { linearModel } from '../../models/onnx.ts';
import { without } from '../../other-clients.ts';
import { boto3, cli } from './clients.ts';
import { artifact, createConfig, createModel, image, prepare, put, roleArn } from './fixtures.ts';
import { account, openStack, type Stack, stateDirectory } from './stack.ts';

const resources = new AsyncDisposableStack();
const directory = resources.use(await stateDirectory());
let stack: Stack;
let doubling: string;
before(async () => {
  stack = resources.use(await openStack(directory.path, { timeScale: 60 }));
  await prepare(stack);
  doubling = await put(stack, 'doubling.tar.gz', artifact(linearModel([2], 0)));
  await createModel(stack, 'triple', artifact(linearModel([3], 0)));
});
after(() => resources.disposeAsync());

const arn = (kind: string, name: string) => `arn:aws:sagemaker:us-east-1:${account}:${kind}/${name}`;

/** An endpoint whose instances have 2 processors and 8 GiB each. */
async function host(name: string, more: Partial<ProductionVariant> = {}): Promise<void> {
  await stack.sageMaker.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName: name,
      ExecutionRoleArn: roleArn,
      ProductionVariants: [
        { VariantName: 'AllTraffic', InstanceType: 'ml.m5.large', InitialInstanceCount: 1, ...more },
      ],
    }),
  );
  await stack.sageMaker.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: name }));
  for (;;) {
    const { EndpointStatus } = await described(name);
    if (EndpointStatus === 'InService') return;
    await pause(20);
  }
}

const described = (EndpointName: string) =>
  stack.sageMaker.send(new DescribeEndpointCommand({ EndpointName }));
const instances = async (name: string) =>
  (await described(name)).ProductionVariants?.[0]?.CurrentInstanceCount;

const input = (
  name: string,
  endpoint: string,
  cpus: number,
  more: Partial<CreateInferenceComponentCommandInput> = {},
): CreateInferenceComponentCommandInput => ({
  InferenceComponentName: name,
  EndpointName: endpoint,
  VariantName: 'AllTraffic',
  Specification: {
    Container: { Image: image, ArtifactUrl: doubling },
    ComputeResourceRequirements: { NumberOfCpuCoresRequired: cpus, MinMemoryRequiredInMb: 256 },
  },
  RuntimeConfig: { CopyCount: 1 },
  ...more,
});

async function create(...asked: Parameters<typeof input>): Promise<DescribeInferenceComponentCommandOutput> {
  const created = await stack.sageMaker.send(new CreateInferenceComponentCommand(input(...asked)));
  assert.equal(created.InferenceComponentArn, arn('inference-component', asked[0].toLowerCase()));
  return settled(asked[0]);
}

const describe = (InferenceComponentName: string) =>
  stack.sageMaker.send(new DescribeInferenceComponentCommand({ InferenceComponentName }));

async function settled(name: string): Promise<DescribeInferenceComponentCommandOutput> {
  for (;;) {
    const found = await describe(name);
    if (found.InferenceComponentStatus === 'InService' || found.InferenceComponentStatus === 'Failed')
      return found;
    await pause(20);
  }
}

async function copies(InferenceComponentName: string, CopyCount: number) {
  await stack.sageMaker.send(
    new UpdateInferenceComponentRuntimeConfigCommand({
      InferenceComponentName,
      DesiredRuntimeConfig: { CopyCount },
    }),
  );
  return settled(InferenceComponentName);
}

async function remove(InferenceComponentName: string): Promise<void> {
  await stack.sageMaker.send(new DeleteInferenceComponentCommand({ InferenceComponentName }));
  while (
    await describe(InferenceComponentName).then(
      () => true,
      () => false,
    )
  )
    await pause(20);
}

async function ask(EndpointName: string, InferenceComponentName?: string): Promise<unknown> {
  const { Body } = await stack.runtime.send(
    new InvokeEndpointCommand({
      EndpointName,
      ContentType: 'application/json',
      Body: '[[10]]',
      ...(InferenceComponentName !== undefined && { InferenceComponentName }),
    }),
  );
  return JSON.parse(Buffer.from(Body).toString()).predictions[0];
}

function sum(name: string, component: string): number {
  const dimensions = { InferenceComponentName: component };
  const metric = { account, region: 'us-east-1', namespace: 'AWS/SageMaker', name, dimensions };
  const range = { fromMs: Date.now() - 3_600_000, toMs: Date.now() + 60_000, periodSeconds: 60 };
  const [series] = stack.telemetry.metrics.read({ metric, ...range });
  return (series?.points ?? []).reduce((total, { window }) => total + window.sum, 0);
}

test('two components share an endpoint, each asked by its name', async () => {
  await host('shared');
  const first = await create('Double', 'shared', 0.5, { Tags: [{ Key: 'team', Value: 'blue' }] });
  assert.deepEqual([first.InferenceComponentStatus, first.FailureReason], ['InService', undefined]);
  assert.deepEqual(first.RuntimeConfig, { DesiredCopyCount: 1, CurrentCopyCount: 1 });
  assert.equal(first.Specification?.Container?.ArtifactUrl, doubling);
  const second = await create('triple', 'shared', 0.5, {
    Specification: {
      ModelName: 'triple',
      ComputeResourceRequirements: { NumberOfCpuCoresRequired: 0.5, MinMemoryRequiredInMb: 256 },
    },
  });
  assert.equal(second.Specification?.ModelName, 'triple');
  assert.deepEqual(await Promise.all([ask('shared', 'Double'), ask('shared', 'triple')]), [20, 30]);
  const { InferenceComponents } = await stack.sageMaker.send(
    new ListInferenceComponentsCommand({
      EndpointNameEquals: 'shared',
      SortBy: 'Name',
      SortOrder: 'Ascending',
    }),
  );
  assert.deepEqual(
    InferenceComponents?.map((one) => [one.InferenceComponentName, one.InferenceComponentStatus]),
    [
      ['Double', 'InService'],
      ['triple', 'InService'],
    ],
  );
  const tags = await stack.sageMaker.send(
    new ListTagsCommand({ ResourceArn: arn('inference-component', 'double') }),
  );
  assert.deepEqual(tags.Tags, [{ Key: 'team', Value: 'blue' }]);
  assert.equal(sum('Invocations', 'Double'), 1);
  assert.equal(sum('InvocationsPerCopy', 'Double'), 1);
});

test('an endpoint of components wants the name of one, and another endpoint none', async () => {
  await assert.rejects(ask('shared'), {
    name: 'ValidationError',
    message: /^Inference Component Name header is required/,
  });
  await assert.rejects(ask('shared', 'none'), { name: 'ValidationError', message: /not found/ });
  await createConfig(stack, 'plain', 'triple');
  await stack.sageMaker.send(
    new CreateEndpointCommand({ EndpointName: 'plain', EndpointConfigName: 'plain' }),
  );
  while ((await described('plain')).EndpointStatus !== 'InService') await pause(20);
  await assert.rejects(ask('plain', 'Double'), {
    name: 'ValidationError',
    message: /^Inference Component Name header is not allowed/,
  });
  await assert.rejects(create('other', 'plain', 1), {
    name: 'ValidationException',
    message: /Inference Components are not supported in this Endpoint/,
  });
});

test('copies come and go, down to none', async () => {
  const { RuntimeConfig } = await copies('Double', 3);
  assert.deepEqual(RuntimeConfig, { DesiredCopyCount: 3, CurrentCopyCount: 3 });
  const id = `${account}/us-east-1/shared#double`;
  assert.equal(stack.engine.standing(id)?.[0]?.instances.length, 3);
  await copies('Double', 0);
  await assert.rejects(ask('shared', 'Double'), {
    name: 'ValidationError',
    message:
      'Inference Component has no capacity to process this request. ApplicationAutoScaling may be in-progress (if configured) or ' +
      'try to increase the capacity by invoking UpdateInferenceComponentRuntimeConfig API.',
  });
  assert.equal(sum('NoCapacityInvocationFailures', 'Double'), 1);
  await copies('Double', 1);
  assert.equal(await ask('shared', 'Double'), 20);
});

test('copies that do not fit the instances are refused, and what served goes on', async () => {
  const failed = await copies('Double', 4);
  assert.equal(failed.InferenceComponentStatus, 'InService');
  assert.match(failed.FailureReason ?? '', /not enough hardware resources/);
  assert.deepEqual(failed.RuntimeConfig, { DesiredCopyCount: 1, CurrentCopyCount: 1 });
  const large = await create('large', 'shared', 1.5);
  assert.equal(large.InferenceComponentStatus, 'Failed');
  assert.match(large.FailureReason ?? '', /not enough hardware resources/);
  await remove('large');
  const capacity = (DesiredInstanceCount: number) =>
    stack.sageMaker.send(
      new UpdateEndpointWeightsAndCapacitiesCommand({
        EndpointName: 'shared',
        DesiredWeightsAndCapacities: [{ VariantName: 'AllTraffic', DesiredInstanceCount }],
      }),
    );
  await capacity(2);
  while ((await described('shared')).EndpointStatus !== 'InService') await pause(20);
  assert.equal(await instances('shared'), 2);
  const fits = await create('large', 'shared', 1.5);
  assert.equal(fits.InferenceComponentStatus, 'InService');
  await assert.rejects(capacity(1), { message: /not enough hardware resources/ });
  await remove('large');
});

test('an update replaces what the copies run, without a failed request', async () => {
  let over = false;
  const load = (async () => {
    const answers = new Set<unknown>();
    while (!over) answers.add(await ask('shared', 'Double'));
    return answers;
  })();
  await stack.sageMaker.send(
    new UpdateInferenceComponentCommand({
      InferenceComponentName: 'Double',
      Specification: { ModelName: 'triple' },
    }),
  );
  const { Specification, InferenceComponentStatus } = await settled('Double');
  assert.equal(InferenceComponentStatus, 'InService');
  assert.equal(await ask('shared', 'Double'), 30);
  over = true;
  assert.deepEqual(await load, new Set([20, 30]));
  assert.equal(Specification?.ModelName, 'triple');
  assert.equal(Specification?.Container, undefined);
  assert.equal(Specification?.ComputeResourceRequirements?.NumberOfCpuCoresRequired, 0.5);
});

test('a rolling update takes batch after batch; one that fails leaves what served', async () => {
  await copies('Double', 2);
  const roll = (Environment: Record<string, string>) =>
    stack.sageMaker.send(
      new UpdateInferenceComponentCommand({
        InferenceComponentName: 'Double',
        Specification: { Container: { Image: image, ArtifactUrl: doubling, Environment } },
        DeploymentConfig: {
          RollingUpdatePolicy: {
            MaximumBatchSize: { Type: 'COPY_COUNT', Value: 1 },
            WaitIntervalInSeconds: 6,
          },
        },
      }),
    );
  await roll({});
  const done = await settled('Double');
  assert.equal(done.FailureReason, undefined);
  assert.equal(done.LastDeploymentConfig?.RollingUpdatePolicy?.MaximumBatchSize?.Value, 1);
  assert.equal(await ask('shared', 'Double'), 20);
  await roll({ ONNX_THREADS: 'nonsense', SAGEMAKER_BIND_TO_PORT: 'x', NODE_OPTIONS: '--no-such-option' });
  const failed = await settled('Double');
  assert.equal(failed.InferenceComponentStatus, 'InService');
  assert.match(failed.FailureReason ?? '', /did not pass the ping health check/);
  assert.equal(await ask('shared', 'Double'), 20);
});

test('with managed scaling the instances follow the copies, to none and back', async () => {
  await host('managed', {
    ManagedInstanceScaling: { Status: 'ENABLED', MinInstanceCount: 0, MaxInstanceCount: 2 },
  });
  assert.equal(await instances('managed'), 1);
  await create('roomy', 'managed', 1.5);
  await copies('roomy', 2);
  assert.equal(await instances('managed'), 2);
  const failed = await copies('roomy', 3);
  assert.match(failed.FailureReason ?? '', /not enough hardware resources/);
  await copies('roomy', 0);
  assert.equal(await instances('managed'), 0);
  await copies('roomy', 1);
  assert.equal(await instances('managed'), 1);
  assert.equal(await ask('managed', 'roomy'), 20);
});

test('components are there again after a restart, with their copies', async () => {
  await stack[Symbol.asyncDispose]();
  stack = resources.use(await openStack(directory.path, { timeScale: 60 }));
  assert.equal(await ask('shared', 'Double'), 20);
  assert.deepEqual((await describe('Double')).RuntimeConfig, { DesiredCopyCount: 2, CurrentCopyCount: 2 });
  assert.equal(await ask('managed', 'roomy'), 20);
});

test('boto3 asks a component', { skip: without.boto3 }, async () => {
  const script = `
answer = boto3.client('sagemaker-runtime').invoke_endpoint(EndpointName='shared', InferenceComponentName='triple', ContentType='application/json', Body='[[10]]')
print(json.dumps(json.loads(answer['Body'].read())))`;
  assert.deepEqual(await boto3(stack, script), { predictions: [30] });
});

test('the AWS CLI describes one', { skip: without.cli }, async () => {
  const found = await cli(
    stack,
    'sagemaker',
    'describe-inference-component',
    '--inference-component-name',
    'triple',
  );
  assert.partialDeepStrictEqual(found, { InferenceComponentStatus: 'InService', EndpointName: 'shared' });
});

test('an endpoint goes after its components', async () => {
  const removal = () => stack.sageMaker.send(new DeleteEndpointCommand({ EndpointName: 'managed' }));
  await assert.rejects(removal(), { name: 'ValidationException', message: /hosts inference components/ });
  await remove('roomy');
  await removal();
  for (const name of ['Double', 'triple']) await remove(name);
  assert.deepEqual(await readdir(join(stack.state, 'components')), []);
});

const refused: Record<string, [object, RegExp | string]> = {
  'no copies': [{ RuntimeConfig: { CopyCount: 0 } }, /larger than 0/],
  'an unknown variant': [{ VariantName: 'none' }, /none/],
  'an unknown endpoint': [{ EndpointName: 'none' }, /Could not find endpoint/],
  'neither model nor container': [
    { Specification: { ComputeResourceRequirements: { MinMemoryRequiredInMb: 128 } } },
    /Exactly one of ModelName and Container/,
  ],
  'no resources': [{ Specification: { ModelName: 'triple' } }, /ComputeResourceRequirements/],
  'too little memory': [
    { Specification: { ModelName: 'triple', ComputeResourceRequirements: { MinMemoryRequiredInMb: 1 } } },
    /greater than or equal to 128/,
  ],
};
for (const [what, [more, message]] of Object.entries(refused)) {
  test(`CreateInferenceComponent refuses ${what}`, async () => {
    const command = new CreateInferenceComponentCommand({ ...input('refused', 'shared', 1), ...more });
    await assert.rejects(stack.sageMaker.send(command), { name: 'ValidationException', message });
  });
}

const refusedConfigs: Record<string, [Partial<ProductionVariant>, string | undefined, RegExp]> = {
  'components without a role': [{}, undefined, /ExecutionRoleArn must be specified/],
  'managed scaling of a model': [
    {
      ModelName: 'triple',
      ManagedInstanceScaling: { Status: 'ENABLED', MinInstanceCount: 1, MaxInstanceCount: 2 },
    },
    undefined,
    /only supported for inference component endpoints/,
  ],
  'a minimum over the maximum': [
    { ManagedInstanceScaling: { Status: 'ENABLED', MinInstanceCount: 3, MaxInstanceCount: 2 } },
    roleArn,
    /MinInstanceCount/,
  ],
};
for (const [what, [more, ExecutionRoleArn, message]] of Object.entries(refusedConfigs)) {
  test(`CreateEndpointConfig refuses ${what}`, async () => {
    const command = new CreateEndpointConfigCommand({
      EndpointConfigName: 'refused',
      ...(ExecutionRoleArn !== undefined && { ExecutionRoleArn }),
      ProductionVariants: [
        { VariantName: 'v', InstanceType: 'ml.m5.large', InitialInstanceCount: 1, ...more },
      ],
    });
    await assert.rejects(stack.sageMaker.send(command), { name: 'ValidationException', message });
  });
}
