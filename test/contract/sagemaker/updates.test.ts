import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { after, before, test } from 'node:test';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  DeleteEndpointCommand,
  DescribeEndpointCommand,
  type DescribeEndpointCommandOutput,
  type ProductionVariant,
  UpdateEndpointCommand,
  type UpdateEndpointCommandInput,
  UpdateEndpointWeightsAndCapacitiesCommand,
  type DesiredWeightAndCapacity,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { linearModel } from '../../models/onnx.ts';
import { without } from '../../other-clients.ts';
import { boto3, cli } from './clients.ts';
import { artifact, createConfig, createModel, prepare, settled } from './fixtures.ts';
import { account, openStack, type Stack, stateDirectory } from './stack.ts';

const resources = new AsyncDisposableStack();
let stack: Stack;
before(async () => {
  stack = resources.use(await openStack(resources.use(await stateDirectory()).path, { timeScale: 60 }));
  await prepare(stack);
  await createModel(stack, 'plain', artifact(linearModel([1, 2], 0)));
  await createModel(stack, 'tenfold', artifact(linearModel([10, 20], 0)));
  await createModel(stack, 'sick', artifact(Buffer.from('nonsense')));
});
after(() => resources.disposeAsync());

const arn = (name: string) => `arn:aws:sagemaker:us-east-1:${account}:endpoint/${name}`;
const refused = (message: string | RegExp) => ({ name: 'ValidationException', message });
const describe = (EndpointName: string): Promise<DescribeEndpointCommandOutput> =>
  stack.sageMaker.send(new DescribeEndpointCommand({ EndpointName }));
const create = async (name: string, config = name) => {
  await stack.sageMaker.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: config }));
  return settled(stack, name);
};
const update = (
  EndpointName: string,
  EndpointConfigName: string,
  more: Partial<UpdateEndpointCommandInput> = {},
) => stack.sageMaker.send(new UpdateEndpointCommand({ EndpointName, EndpointConfigName, ...more }));
const scale = (EndpointName: string, ...DesiredWeightsAndCapacities: DesiredWeightAndCapacity[]) =>
  stack.sageMaker.send(
    new UpdateEndpointWeightsAndCapacitiesCommand({ EndpointName, DesiredWeightsAndCapacities }),
  );
const remove = async (EndpointName: string) => {
  await stack.sageMaker.send(new DeleteEndpointCommand({ EndpointName }));
  await assert.rejects(settled(stack, EndpointName), refused(/Could not find endpoint/));
};
const variant = (VariantName: string, more: Partial<ProductionVariant> = {}): ProductionVariant => ({
  VariantName,
  ModelName: 'plain',
  InstanceType: 'ml.m5.large',
  InitialInstanceCount: 1,
  ...more,
});
const config = (EndpointConfigName: string, ...ProductionVariants: ProductionVariant[]) =>
  stack.sageMaker.send(new CreateEndpointConfigCommand({ EndpointConfigName, ProductionVariants }));

const invoke = async (EndpointName: string) => {
  const answer = await stack.runtime.send(
    new InvokeEndpointCommand({ EndpointName, ContentType: 'application/json', Body: '[[3, 4]]' }),
  );
  return {
    variant: answer.InvokedProductionVariant,
    body: Buffer.from(answer.Body).toString(),
  };
};

/** Four callers that call again and again; what they were answered, and how often. */
function load(EndpointName: string) {
  const answers = new Map<string, number>();
  let over = false;
  const callers = Array.from({ length: 4 }, async () => {
    while (!over) {
      const said = await invoke(EndpointName).then(
        ({ body }) => body,
        (error: Error) => `${error.name}: ${error.message}`,
      );
      answers.set(said, (answers.get(said) ?? 0) + 1);
    }
  });
  const stop = async () => {
    over = true;
    await Promise.all(callers);
    return answers;
  };
  return { answers, stop, [Symbol.asyncDispose]: async () => void (await stop()) };
}
/** Whether so many of `n` are what a chance of `p` gives, but for what happens once in 100,000 times. */
const likely = (count: number, n: number, p: number) =>
  Math.abs(count - n * p) < 4.5 * Math.sqrt(n * p * (1 - p));

const plain = '{"predictions":[11]}';
const tenfold = '{"predictions":[110]}';

/** What DescribeEndpoint tells of an endpoint, again and again until it has settled. */
async function watched(name: string): Promise<DescribeEndpointCommandOutput[]> {
  const seen: DescribeEndpointCommandOutput[] = [];
  for (;;) {
    const now = await describe(name);
    seen.push(now);
    if (now.EndpointStatus === 'InService' || now.EndpointStatus === 'UpdateRollbackFailed') return seen;
    await pause(20);
  }
}
const messagesOf = (seen: readonly DescribeEndpointCommandOutput[]) => [
  ...new Set(
    seen.flatMap(({ PendingDeploymentSummary: pending }) =>
      (pending?.ProductionVariants ?? []).flatMap(({ VariantStatus = [] }) =>
        VariantStatus.map(({ Status, StatusMessage }) => `${Status}: ${StatusMessage}`),
      ),
    ),
  ),
];

test('two variants share 10,000 requests by their weights', async () => {
  const weights = { baseline: 9, boosted: 1 };
  const variants = Object.entries(weights).map(([name, InitialVariantWeight]) =>
    variant(name, { InitialVariantWeight }),
  );
  await config('shared', ...variants);
  await create('shared');
  const count = async (n: number, ask: () => Promise<string | undefined>) => {
    let [boosted, left] = [0, n];
    const callers = Array.from({ length: 32 }, async () => {
      while (left-- > 0) if ((await ask()) === 'boosted') boosted++;
    });
    await Promise.all(callers);
    return boosted;
  };
  const request = { body: Buffer.from('[[3, 4]]'), headers: { 'content-type': 'application/json' } };
  const viaEngine = await count(10_000, async () => {
    const outcome = await stack.engine.invoke(`${account}/us-east-1/shared`, request);
    assert.equal(outcome.kind, 'answered');
    return outcome.kind === 'answered' ? outcome.variant : undefined;
  });
  assert.ok(likely(viaEngine, 10_000, 0.1), `${viaEngine} of 10,000`);
  const viaHttp = await count(500, async () => (await invoke('shared')).variant);
  assert.ok(likely(viaHttp, 500, 0.1), `${viaHttp} of 500`);
  await scale('shared', { VariantName: 'baseline', DesiredWeight: 0 });
  await settled(stack, 'shared');
  assert.equal(await count(100, async () => (await invoke('shared')).variant), 100);
  await remove('shared');
});

test('weights and instances change in place, while everyone is answered', async () => {
  await config('ab', variant('a', { InitialVariantWeight: 9 }), variant('b', { ModelName: 'tenfold' }));
  await create('ab');
  await using calls = load('ab');
  while (!calls.answers.has(plain)) await pause(5);
  await scale('ab', { VariantName: 'a', DesiredWeight: 0 }, { VariantName: 'b', DesiredInstanceCount: 2 });
  const during = await describe('ab');
  assert.equal(during.EndpointStatus, 'Updating');
  assert.partialDeepStrictEqual(during.ProductionVariants, [
    {
      VariantName: 'a',
      CurrentWeight: 0,
      DesiredWeight: 0,
      CurrentInstanceCount: 1,
      DesiredInstanceCount: 1,
    },
    {
      VariantName: 'b',
      CurrentWeight: 1,
      CurrentInstanceCount: 1,
      DesiredInstanceCount: 2,
      VariantStatus: [{ Status: 'Updating', StatusMessage: 'Scaling out desired instance count to 2.' }],
    },
  ]);
  assert.equal(during.PendingDeploymentSummary, undefined);
  await assert.rejects(
    scale('ab', { VariantName: 'a', DesiredWeight: 1 }),
    refused(`Cannot update in-progress endpoint "${arn('ab')}".`),
  );
  const settledAt = await settled(stack, 'ab');
  assert.equal(settledAt.EndpointStatus, 'InService');
  assert.partialDeepStrictEqual(settledAt.ProductionVariants, [
    { CurrentWeight: 0, CurrentInstanceCount: 1 },
    { CurrentWeight: 1, CurrentInstanceCount: 2, DesiredInstanceCount: 2 },
  ]);
  for (let i = 0; i < 10; i++) assert.equal((await invoke('ab')).variant, 'b');
  await scale('ab', { VariantName: 'b', DesiredInstanceCount: 1 });
  await settled(stack, 'ab');
  assert.equal(stack.engine.standing(`${account}/us-east-1/ab`)?.[1]?.instances.length, 1);
  assert.deepEqual([...(await calls.stop()).keys()].sort(), [tenfold, plain]);
  await remove('ab');
});

test('a change of weights and capacities is refused for what is wrong with it', async () => {
  await config('wrong', variant('a'), variant('b'));
  await create('wrong');
  const [a, b] = [{ VariantName: 'a' }, { VariantName: 'b' }];
  const wrong: [DesiredWeightAndCapacity[], message: string | RegExp][] = [
    [
      [{ VariantName: 'c', DesiredWeight: 1 }],
      /^The variant name\(s\) "c" is\/are not present within endpoint configuration "wrong"\.$/,
    ],
    [
      [
        { ...a, DesiredWeight: 1 },
        { VariantName: 'A', DesiredWeight: 2 },
      ],
      /only once/,
    ],
    [[a], /At least one of DesiredWeight, DesiredInstanceCount and/],
    [[{ ...a, DesiredInstanceCount: 0 }], /must be greater than 0/],
    [
      [
        { ...a, DesiredWeight: 0 },
        { ...b, DesiredWeight: 0 },
      ],
      /At least one production variant must have a weight/,
    ],
    [[{ ...a, DesiredWeight: -1 }], /^1 validation error detected: Value '-1(\.0)?' at/],
  ];
  for (const [asked, message] of wrong) await assert.rejects(scale('wrong', ...asked), refused(message));
  await assert.rejects(scale('wrong', { ...a, DesiredInstanceCount: 20 }), {
    name: 'ResourceLimitExceeded',
    message: /is 20 Instances, with current utilization of \d+ Instances and a request delta of 19 Instances/,
  });
  await assert.rejects(
    scale('absent', { ...a, DesiredWeight: 1 }),
    refused(`Could not find endpoint "${arn('absent')}".`),
  );
  assert.equal((await describe('wrong')).EndpointStatus, 'InService');
  await remove('wrong');
});

test('what was scaled is kept by an update where that is asked for', async () => {
  await config('kept', variant('a', { InitialVariantWeight: 2 }));
  await create('kept');
  await scale('kept', { VariantName: 'a', DesiredWeight: 5, DesiredInstanceCount: 2 });
  await settled(stack, 'kept');
  const after = async (more: Partial<UpdateEndpointCommandInput>) => {
    await update('kept', 'kept', more);
    const [found] = (await settled(stack, 'kept')).ProductionVariants ?? [];
    return [found?.CurrentWeight, found?.CurrentInstanceCount];
  };
  const RetainAllVariantProperties = true;
  assert.deepEqual(await after({ RetainAllVariantProperties }), [5, 2]);
  const ExcludeRetainedVariantProperties = [{ VariantPropertyType: 'DesiredInstanceCount' as const }];
  assert.deepEqual(await after({ RetainAllVariantProperties, ExcludeRetainedVariantProperties }), [5, 1]);
  assert.deepEqual(await after({}), [2, 1]);
  await remove('kept');
});

test('a canary bakes, then the rest follows, and nobody is refused', async () => {
  await createConfig(stack, 'old', 'plain', { InitialInstanceCount: 2 });
  await createConfig(stack, 'new', 'tenfold', { InitialInstanceCount: 2 });
  await create('canary', 'old');
  await using calls = load('canary');
  const DeploymentConfig: UpdateEndpointCommandInput['DeploymentConfig'] = {
    BlueGreenUpdatePolicy: {
      TrafficRoutingConfiguration: {
        Type: 'CANARY',
        CanarySize: { Type: 'INSTANCE_COUNT', Value: 1 },
        WaitIntervalInSeconds: 60,
      },
      TerminationWaitInSeconds: 30,
      MaximumExecutionTimeoutInSeconds: 1800,
    },
  };
  await update('canary', 'new', { DeploymentConfig });
  const seen = await watched('canary');
  assert.deepEqual(messagesOf(seen), [
    'Creating: Launching 2 instance(s).',
    'Baking: Baking for 60 seconds (WaitIntervalInSeconds) with traffic enabled on canary capacity of 1 instance(s).',
    'Baking: Baking for 30 seconds (TerminationWaitInSeconds) with traffic enabled on full capacity of 2 instance(s).',
  ]);
  const last = seen.at(-1);
  assert.deepEqual([last?.EndpointConfigName, last?.FailureReason], ['new', undefined]);
  assert.deepEqual(last?.LastDeploymentConfig, DeploymentConfig);
  const answers = await calls.stop();
  assert.deepEqual([...answers.keys()].sort(), [tenfold, plain]);
  await update('canary', 'old', { RetainDeploymentConfig: true });
  assert.ok(messagesOf(await watched('canary')).some((message) => message.includes('canary capacity of 1')));
  await remove('canary');
});

test('a rolling update replaces batch after batch', async () => {
  await createConfig(stack, 'roll-1', 'plain', { InitialInstanceCount: 2 });
  await createConfig(stack, 'roll-2', 'tenfold', { InitialInstanceCount: 2 });
  await create('roll', 'roll-1');
  await using calls = load('roll');
  await update('roll', 'roll-2', {
    DeploymentConfig: {
      RollingUpdatePolicy: {
        MaximumBatchSize: { Type: 'CAPACITY_PERCENT', Value: 50 },
        WaitIntervalInSeconds: 30,
      },
    },
  });
  let most = 0;
  const counting = setInterval(() => {
    const all = (['old', 'new'] as const).flatMap(
      (side) => stack.engine.standing(`${account}/us-east-1/roll`, side) ?? [],
    );
    most = Math.max(
      most,
      all.reduce((sum, { instances }) => sum + instances.length, 0),
    );
  }, 5);
  const seen = await watched('roll').finally(() => clearInterval(counting));
  assert.equal(seen.at(-1)?.EndpointConfigName, 'roll-2');
  assert.equal(most, 3, 'one instance more than it has at a time');
  assert.ok(messagesOf(seen).some((message) => message.includes('partial capacity of 1 instance(s)')));
  assert.deepEqual([...(await calls.stop()).keys()].sort(), [tenfold, plain]);
  await remove('roll');
});

test('a deployment that does not come up in time, or not at all, leaves the old one as it was', async () => {
  await config('steady', variant('AllTraffic'));
  await create('steady');
  await using calls = load('steady');
  await createConfig(stack, 'sickly', 'sick');
  await update('steady', 'sickly', {
    DeploymentConfig: {
      BlueGreenUpdatePolicy: {
        TrafficRoutingConfiguration: {
          Type: 'LINEAR',
          LinearStepSize: { Type: 'CAPACITY_PERCENT', Value: 50 },
          WaitIntervalInSeconds: 0,
        },
      },
    },
  });
  const failed = (await watched('steady')).at(-1);
  assert.deepEqual([failed?.EndpointStatus, failed?.EndpointConfigName], ['InService', 'steady']);
  assert.match(failed?.FailureReason ?? '', /AllTraffic did not pass the ping health check/);
  await createConfig(stack, 'late', 'tenfold');
  await update('steady', 'late', {
    DeploymentConfig: {
      BlueGreenUpdatePolicy: {
        TrafficRoutingConfiguration: { Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: 0 },
        MaximumExecutionTimeoutInSeconds: 600,
        TerminationWaitInSeconds: 590,
      },
    },
  });
  const seen = await watched('steady');
  assert.ok(seen.some(({ EndpointStatus }) => EndpointStatus === 'RollingBack') || seen.length > 1);
  const late = seen.at(-1);
  assert.deepEqual([late?.EndpointConfigName, late?.PendingDeploymentSummary], ['steady', undefined]);
  assert.match(late?.FailureReason ?? '', /MaximumExecutionTimeoutInSeconds \(600 seconds\)/);
  assert.deepEqual([...(await calls.stop()).keys()].sort(), [tenfold, plain], 'the late one did serve');
  assert.equal((await invoke('steady')).body, plain);
  await remove('steady');
});

test('a deployment configuration is refused for what is wrong with it', async () => {
  await config('strict', variant('a', { InitialInstanceCount: 2 }));
  await config('two', variant('a', { InitialInstanceCount: 2 }), variant('b'));
  await config('one', variant('a'));
  await config('other', variant('z', { InitialInstanceCount: 2 }));
  await create('strict');
  type Config = UpdateEndpointCommandInput['DeploymentConfig'];
  const percent = (Value: number) => ({ Type: 'CAPACITY_PERCENT', Value }) as const;
  const routed = (routing: object, more: object = {}) =>
    ({
      BlueGreenUpdatePolicy: {
        TrafficRoutingConfiguration: { WaitIntervalInSeconds: 60, ...routing },
        ...more,
      },
    }) as Config;
  const rolling = (size: object, more: object = {}) =>
    ({ RollingUpdatePolicy: { MaximumBatchSize: size, WaitIntervalInSeconds: 0, ...more } }) as Config;
  const all = routed({ Type: 'ALL_AT_ONCE' });
  const wrong: [Config, message: RegExp, config?: string][] = [
    [{ ...all, ...rolling(percent(50)) }, /Only one update policy/],
    [routed({ Type: 'CANARY' }), /CanarySize must be specified/],
    [
      routed({ Type: 'LINEAR', CanarySize: percent(10) }),
      /CanarySize can only be specified|LinearStepSize must be/,
    ],
    [routed({ Type: 'CANARY', CanarySize: percent(51) }), /between 1% and 50%/],
    [routed({ Type: 'LINEAR', LinearStepSize: percent(9) }), /between 10% and 50%/],
    [
      routed(
        { Type: 'ALL_AT_ONCE' },
        { TerminationWaitInSeconds: 700, MaximumExecutionTimeoutInSeconds: 700 },
      ),
      /must be larger than the total waiting time/,
    ],
    [
      routed({ Type: 'ALL_AT_ONCE' }, { MaximumExecutionTimeoutInSeconds: 10 }),
      /validation error detected: Value '10'/,
    ],
    [rolling(percent(51)), /between 5% and 50%/],
    [
      rolling({ Type: 'INSTANCE_COUNT', Value: 2 }),
      /must be 5-50% of the total instance count of variant "a", which is 2/,
    ],
    [
      routed({ Type: 'CANARY', CanarySize: { Type: 'INSTANCE_COUNT', Value: 1 } }),
      /at most 50%.*which is 1/,
      'one',
    ],
    [rolling(percent(50)), /must have the same variant names/, 'other'],
    [{ AutoRollbackConfiguration: { Alarms: [{}] } }, /AlarmName must be specified/],
  ];
  for (const [DeploymentConfig, message, to = 'strict'] of wrong)
    await assert.rejects(update('strict', to, { DeploymentConfig }), refused(message));
  await create('pair', 'two');
  await assert.rejects(
    update('pair', 'two', { DeploymentConfig: rolling(percent(50)) }),
    refused(/not supported for endpoints with multiple variants/),
  );
  const both = { DeploymentConfig: all, RetainDeploymentConfig: true };
  await assert.rejects(
    update('strict', 'strict', both),
    refused(/cannot be specified when RetainDeploymentConfig/),
  );
  assert.equal((await describe('strict')).EndpointStatus, 'InService');
  await remove('strict');
  await remove('pair');
});

test('a shadow variant is deployed, described, and scaled like another', async () => {
  await stack.sageMaker.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName: 'mirrored',
      ProductionVariants: [variant('front')],
      ShadowProductionVariants: [variant('shade', { ModelName: 'tenfold', InitialVariantWeight: 0.5 })],
    }),
  );
  const made = await create('mirrored');
  assert.partialDeepStrictEqual(made.ShadowProductionVariants, [
    { VariantName: 'shade', CurrentWeight: 0.5 },
  ]);
  await scale('mirrored', { VariantName: 'shade', DesiredWeight: 1, DesiredInstanceCount: 2 });
  const scaled = await settled(stack, 'mirrored');
  assert.partialDeepStrictEqual(scaled.ShadowProductionVariants, [
    { CurrentWeight: 1, CurrentInstanceCount: 2 },
  ]);
  for (let i = 0; i < 10; i++) assert.equal((await invoke('mirrored')).variant, 'front');
  await remove('mirrored');
});

test('boto3 and the CLI change weights and capacities', { skip: without.boto3 }, async () => {
  await config('others', variant('a'), variant('b'));
  await create('others');
  const described = (await boto3(
    stack,
    `
sm = boto3.client('sagemaker')
sm.update_endpoint_weights_and_capacities(EndpointName='others', DesiredWeightsAndCapacities=[{'VariantName': 'a', 'DesiredWeight': 3.5}])
sm.get_waiter('endpoint_in_service').wait(EndpointName='others', WaiterConfig={'Delay': 1})
try:
  sm.update_endpoint_weights_and_capacities(EndpointName='others', DesiredWeightsAndCapacities=[{'VariantName': 'z', 'DesiredWeight': 1}])
except sm.exceptions.ClientError as error:
  problem = error.response['Error']['Code']
print(json.dumps([sm.describe_endpoint(EndpointName='others')['ProductionVariants'][0]['CurrentWeight'], problem]))
`,
  )) as unknown;
  assert.deepEqual(described, [3.5, 'ValidationException']);
  if (without.cli) return;
  const answer = await cli(
    stack,
    'sagemaker',
    'update-endpoint-weights-and-capacities',
    '--endpoint-name',
    'others',
    '--desired-weights-and-capacities',
    'VariantName=b,DesiredWeight=0.5',
  );
  assert.deepEqual(answer, { EndpointArn: arn('others') });
  assert.equal((await settled(stack, 'others')).ProductionVariants?.[1]?.CurrentWeight, 0.5);
  await remove('others');
});
