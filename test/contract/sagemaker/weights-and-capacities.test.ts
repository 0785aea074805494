import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { after, before, test } from 'node:test';
import {
  CreateEndpointConfigCommand,
  type DesiredWeightAndCapacity,
  type UpdateEndpointCommandInput,
} from '@aws-sdk/client-sagemaker';
import { without } from '../../other-clients.ts';
import { boto3, cli } from './clients.ts';
import { settled } from './fixtures.ts';
import { arn, Hands, makeModels, plain, refused, tenfold, variant } from './hands.ts';
import { account, openStack, type Stack, stateDirectory } from './stack.ts';

const resources = new AsyncDisposableStack();
let stack: Stack;
let hands: Hands;
before(async () => {
  stack = resources.use(await openStack(resources.use(await stateDirectory()).path, { timeScale: 60 }));
  hands = new Hands(stack);
  await makeModels(stack);
});
after(() => resources.disposeAsync());

/** Whether so many of `n` are what a chance of `p` gives, but for what happens once in 100,000 times. */
const likely = (count: number, n: number, p: number) =>
  Math.abs(count - n * p) < 4.5 * Math.sqrt(n * p * (1 - p));

test('two variants share 10,000 requests by their weights', async () => {
  const weights = { baseline: 9, boosted: 1 };
  const variants = Object.entries(weights).map(([name, InitialVariantWeight]) =>
    variant(name, { InitialVariantWeight }),
  );
  await hands.config('shared', ...variants);
  await hands.create('shared');
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
  const viaHttp = await count(500, async () => (await hands.invoke('shared')).variant);
  assert.ok(likely(viaHttp, 500, 0.1), `${viaHttp} of 500`);
  await hands.scale('shared', { VariantName: 'baseline', DesiredWeight: 0 });
  await settled(stack, 'shared');
  assert.equal(await count(100, async () => (await hands.invoke('shared')).variant), 100);
  await hands.remove('shared');
});

test('weights and instances change in place, while everyone is answered', async () => {
  await hands.config('ab', variant('a', { InitialVariantWeight: 9 }), variant('b', { ModelName: 'tenfold' }));
  await hands.create('ab');
  await using calls = hands.load('ab');
  while (!calls.answers.has(plain)) await pause(5);
  await hands.scale(
    'ab',
    { VariantName: 'a', DesiredWeight: 0 },
    { VariantName: 'b', DesiredInstanceCount: 2 },
  );
  const during = await hands.describe('ab');
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
    hands.scale('ab', { VariantName: 'a', DesiredWeight: 1 }),
    refused(`Cannot update in-progress endpoint "${arn('ab')}".`),
  );
  const settledAt = await settled(stack, 'ab');
  assert.equal(settledAt.EndpointStatus, 'InService');
  assert.partialDeepStrictEqual(settledAt.ProductionVariants, [
    { CurrentWeight: 0, CurrentInstanceCount: 1 },
    { CurrentWeight: 1, CurrentInstanceCount: 2, DesiredInstanceCount: 2 },
  ]);
  for (let i = 0; i < 10; i++) assert.equal((await hands.invoke('ab')).variant, 'b');
  await hands.scale('ab', { VariantName: 'b', DesiredInstanceCount: 1 });
  await settled(stack, 'ab');
  assert.equal(stack.engine.standing(`${account}/us-east-1/ab`)?.[1]?.instances.length, 1);
  assert.deepEqual([...(await calls.stop()).keys()].sort(), [tenfold, plain]);
  await hands.remove('ab');
});

test('a change of weights and capacities is refused for what is wrong with it', async () => {
  await hands.config('wrong', variant('a'), variant('b'));
  await hands.create('wrong');
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
    [[{ ...a, DesiredWeight: Infinity }], 'DesiredWeight of variant "a" must be a finite number.'],
    [[{ ...a, DesiredWeight: 1e39 }], 'DesiredWeight of variant "a" must be a finite number.'],
  ];
  for (const [asked, message] of wrong)
    await assert.rejects(hands.scale('wrong', ...asked), refused(message));
  await assert.rejects(hands.scale('wrong', { ...a, DesiredInstanceCount: 20 }), {
    name: 'ResourceLimitExceeded',
    message: /is 20 Instances, with current utilization of \d+ Instances and a request delta of 19 Instances/,
  });
  await assert.rejects(
    hands.scale('absent', { ...a, DesiredWeight: 1 }),
    refused(`Could not find endpoint "${arn('absent')}".`),
  );
  await assert.rejects(
    hands.config('endless', variant('a', { InitialVariantWeight: Infinity })),
    refused('InitialVariantWeight of variant "a" must be a finite number.'),
  );
  assert.equal((await hands.describe('wrong')).EndpointStatus, 'InService');
  await hands.remove('wrong');
});

test('what was scaled is kept by an update where that is asked for', async () => {
  await hands.config('kept', variant('a', { InitialVariantWeight: 2 }));
  await hands.create('kept');
  await hands.scale('kept', { VariantName: 'a', DesiredWeight: 5, DesiredInstanceCount: 2 });
  await settled(stack, 'kept');
  const after = async (more: Partial<UpdateEndpointCommandInput>) => {
    await hands.update('kept', 'kept', more);
    const [found] = (await settled(stack, 'kept')).ProductionVariants ?? [];
    return [found?.CurrentWeight, found?.CurrentInstanceCount];
  };
  const RetainAllVariantProperties = true;
  assert.deepEqual(await after({ RetainAllVariantProperties }), [5, 2]);
  const ExcludeRetainedVariantProperties = [{ VariantPropertyType: 'DesiredInstanceCount' as const }];
  assert.deepEqual(await after({ RetainAllVariantProperties, ExcludeRetainedVariantProperties }), [5, 1]);
  assert.deepEqual(await after({}), [2, 1]);
  await hands.remove('kept');
});

test('a shadow variant is deployed, described, and scaled like another', async () => {
  await stack.sageMaker.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName: 'mirrored',
      ProductionVariants: [variant('front')],
      ShadowProductionVariants: [variant('shade', { ModelName: 'tenfold', InitialVariantWeight: 0.5 })],
    }),
  );
  const made = await hands.create('mirrored');
  assert.partialDeepStrictEqual(made.ShadowProductionVariants, [
    { VariantName: 'shade', CurrentWeight: 0.5 },
  ]);
  await hands.scale('mirrored', { VariantName: 'shade', DesiredWeight: 1, DesiredInstanceCount: 2 });
  const scaled = await settled(stack, 'mirrored');
  assert.partialDeepStrictEqual(scaled.ShadowProductionVariants, [
    { CurrentWeight: 1, CurrentInstanceCount: 2 },
  ]);
  for (let i = 0; i < 10; i++) assert.equal((await hands.invoke('mirrored')).variant, 'front');
  await hands.remove('mirrored');
});

test('boto3 and the CLI change weights and capacities', { skip: without.boto3 }, async () => {
  await hands.config('others', variant('a'), variant('b'));
  await hands.create('others');
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
  await hands.remove('others');
});
