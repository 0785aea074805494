import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  CreateEndpointCommand,
  type DescribeEndpointCommandOutput,
  type UpdateEndpointCommandInput,
} from '@aws-sdk/client-sagemaker';
import type { Deployment, EndpointRow } from '../../../src/services/sagemaker/records/endpoint.ts';
import { Store } from '../../../src/store/index.ts';
import { createConfig, settled } from './fixtures.ts';
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

const messagesOf = (seen: readonly DescribeEndpointCommandOutput[]) => [
  ...new Set(
    seen.flatMap(({ PendingDeploymentSummary: pending }) =>
      (pending?.ProductionVariants ?? []).flatMap(({ VariantStatus = [] }) =>
        VariantStatus.map(({ Status, StatusMessage }) => `${Status}: ${StatusMessage}`),
      ),
    ),
  ),
];

test('a canary bakes, then the rest follows, and nobody is refused', async () => {
  await createConfig(stack, 'old', 'plain', { InitialInstanceCount: 2 });
  await createConfig(stack, 'new', 'tenfold', { InitialInstanceCount: 2 });
  await hands.create('canary', 'old');
  await using calls = hands.load('canary');
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
  await hands.update('canary', 'new', { DeploymentConfig });
  const busy = refused(`Cannot update in-progress endpoint "${arn('canary')}".`);
  await assert.rejects(hands.remove('canary'), busy);
  await assert.rejects(hands.update('canary', 'old'), busy);
  const seen = await hands.watched('canary');
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
  await hands.update('canary', 'old', { RetainDeploymentConfig: true });
  assert.ok(
    messagesOf(await hands.watched('canary')).some((message) => message.includes('canary capacity of 1')),
  );
  await hands.remove('canary');
});

test('a rolling update replaces batch after batch', async () => {
  await createConfig(stack, 'roll-1', 'plain', { InitialInstanceCount: 2 });
  await createConfig(stack, 'roll-2', 'tenfold', { InitialInstanceCount: 2 });
  await hands.create('roll', 'roll-1');
  await using calls = hands.load('roll');
  await hands.update('roll', 'roll-2', {
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
  const seen = await hands.watched('roll').finally(() => clearInterval(counting));
  assert.equal(seen.at(-1)?.EndpointConfigName, 'roll-2');
  assert.equal(most, 3, 'one instance more than it has at a time');
  assert.ok(messagesOf(seen).some((message) => message.includes('partial capacity of 1 instance(s)')));
  assert.deepEqual([...(await calls.stop()).keys()].sort(), [tenfold, plain]);
  await hands.remove('roll');
});

test('a deployment that does not come up in time, or not at all, leaves the old one as it was', async () => {
  await hands.config('steady', variant('AllTraffic'));
  await hands.create('steady');
  await using calls = hands.load('steady');
  await createConfig(stack, 'sickly', 'sick');
  await hands.update('steady', 'sickly', {
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
  const failed = (await hands.watched('steady')).at(-1);
  assert.deepEqual([failed?.EndpointStatus, failed?.EndpointConfigName], ['InService', 'steady']);
  assert.match(failed?.FailureReason ?? '', /AllTraffic did not pass the ping health check/);
  await createConfig(stack, 'late', 'tenfold');
  await hands.update('steady', 'late', {
    DeploymentConfig: {
      BlueGreenUpdatePolicy: {
        TrafficRoutingConfiguration: { Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: 0 },
        MaximumExecutionTimeoutInSeconds: 600,
        TerminationWaitInSeconds: 590,
      },
    },
  });
  const seen = await hands.watched('steady');
  assert.ok(seen.some(({ EndpointStatus }) => EndpointStatus === 'RollingBack') || seen.length > 1);
  const late = seen.at(-1);
  assert.deepEqual([late?.EndpointConfigName, late?.PendingDeploymentSummary], ['steady', undefined]);
  assert.match(late?.FailureReason ?? '', /MaximumExecutionTimeoutInSeconds \(600 seconds\)/);
  assert.deepEqual([...(await calls.stop()).keys()].sort(), [tenfold, plain], 'the late one did serve');
  assert.equal((await hands.invoke('steady')).body, plain);
  await hands.remove('steady');
});

test('a deployment configuration is refused for what is wrong with it', async () => {
  await hands.config('strict', variant('a', { InitialInstanceCount: 2 }));
  await hands.config('two', variant('a', { InitialInstanceCount: 2 }), variant('b'));
  await hands.config('one', variant('a'));
  await hands.config('other', variant('z', { InitialInstanceCount: 2 }));
  await hands.create('strict');
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
    await assert.rejects(hands.update('strict', to, { DeploymentConfig }), refused(message));
  await hands.create('pair', 'two');
  await assert.rejects(
    hands.update('pair', 'two', { DeploymentConfig: rolling(percent(50)) }),
    refused(/not supported for endpoints with multiple variants/),
  );
  const both = { DeploymentConfig: all, RetainDeploymentConfig: true };
  await assert.rejects(
    hands.update('strict', 'strict', both),
    refused(/cannot be specified when RetainDeploymentConfig/),
  );
  assert.equal((await hands.describe('strict')).EndpointStatus, 'InService');
  await hands.remove('strict');
  await hands.remove('pair');
});

test('what was being rolled back when the server was killed is whole again', async () => {
  await using state = await stateDirectory();
  {
    await using first = await openStack(state.path);
    await makeModels(first);
    await createConfig(first, 'plain', 'plain');
    for (const EndpointName of ['returning', 'stuck']) {
      await first.sageMaker.send(new CreateEndpointCommand({ EndpointName, EndpointConfigName: 'plain' }));
      await settled(first, EndpointName);
    }
  }
  {
    using store = new Store(join(state.path, 'postern.db'));
    const rows = store.collection<EndpointRow>('sagemaker.endpoints').in(account, 'us-east-1');
    const failureReason = 'An alarm.';
    rows.update('returning', (row) => ({
      ...row,
      status: 'RollingBack',
      failureReason,
      next: { ...(row.current as Deployment), id: 'next', configName: 'lost' },
      rollout: { step: 0, stage: 'Baking', sinceMs: 1 },
    }));
    rows.update('stuck', (row) => ({ ...row, status: 'UpdateRollbackFailed', failureReason }));
  }
  await using second = await openStack(state.path);
  const again = new Hands(second);
  for (const EndpointName of ['returning', 'stuck']) {
    const found = await again.describe(EndpointName);
    assert.deepEqual(
      [found.EndpointStatus, found.EndpointConfigName, found.FailureReason, found.PendingDeploymentSummary],
      ['InService', 'plain', 'An alarm.', undefined],
    );
    assert.equal((await again.invoke(EndpointName)).body, plain);
  }
});
