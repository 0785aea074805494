import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CapacitySize, DeploymentConfig } from '@aws-sdk/client-sagemaker';
import fc from 'fast-check';
import { activeInstances, planOf } from './plan.ts';

const percent = (Value: number): CapacitySize => ({ Type: 'CAPACITY_PERCENT', Value });
const count = (Value: number): CapacitySize => ({ Type: 'INSTANCE_COUNT', Value });
const blueGreen = (routing: object, more: object = {}): DeploymentConfig => ({
  BlueGreenUpdatePolicy: {
    TrafficRoutingConfiguration: { Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: 60, ...routing },
    ...more,
  },
});
const brief = (config: DeploymentConfig | undefined, instances: number[]) =>
  planOf(config, instances).steps.map(({ share, bakeSeconds, bakeName }) => [
    share,
    `${bakeSeconds} ${bakeName.slice(0, 4)}`,
  ]);

test('without a configuration everything goes over at once', () => {
  assert.deepEqual(planOf(undefined, [1]), {
    kind: 'blue-green',
    steps: [{ share: 1, capacity: 'full', bakeSeconds: 0, bakeName: 'TerminationWaitInSeconds' }],
    rollback: [0],
    timeoutSeconds: undefined,
    alarms: [],
  });
});

test('a canary goes first, by percent or by instances', () => {
  const policy = { TerminationWaitInSeconds: 120, MaximumExecutionTimeoutInSeconds: 900 };
  const canary = blueGreen({ Type: 'CANARY', CanarySize: percent(30) }, policy);
  assert.deepEqual(brief(canary, [4]), [
    [0.3, '60 Wait'],
    [1, '120 Term'],
  ]);
  assert.equal(planOf(canary, [4]).timeoutSeconds, 900);
  assert.deepEqual(brief(blueGreen({ Type: 'CANARY', CanarySize: count(1) }), [4]), [
    [0.25, '60 Wait'],
    [1, '0 Term'],
  ]);
});

test('linear steps add up to all', () => {
  const shares = (size: CapacitySize, instances: number[]) =>
    planOf(blueGreen({ Type: 'LINEAR', LinearStepSize: size }), instances).steps.map(({ share }) => share);
  assert.deepEqual(shares(percent(33), [3]), [0.33, 0.66, 0.99, 1]);
  assert.deepEqual(shares(percent(50), [1]), [0.5, 1]);
  assert.deepEqual(shares(count(1), [3]), [1 / 3, 2 / 3, 1]);
  assert.deepEqual(shares(count(2), [4, 6]), [0.4, 0.8, 1]);
});

test('a rolling update bakes after each batch and may roll back in batches', () => {
  const rolling: DeploymentConfig = {
    RollingUpdatePolicy: {
      MaximumBatchSize: count(2),
      WaitIntervalInSeconds: 30,
      RollbackMaximumBatchSize: percent(50),
    },
    AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'a' }, { AlarmName: 'b' }] },
  };
  const plan = planOf(rolling, [4]);
  assert.deepEqual([plan.kind, plan.rollback, plan.alarms], ['rolling', [0.5, 0], ['a', 'b']]);
  assert.deepEqual(brief(rolling, [4]), [
    [0.5, '30 Wait'],
    [1, '30 Wait'],
  ]);
});

test('any plan rises to all of the traffic, and a part of a fleet is at least one instance of it', () => {
  const size = fc.oneof(
    fc.integer({ min: 5, max: 50 }).map(percent),
    fc.integer({ min: 1, max: 10 }).map(count),
  );
  const instances = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(size, instances, fc.constantFrom('CANARY', 'LINEAR', 'ROLLING'), (batch, counts, type) => {
      const config =
        type === 'ROLLING'
          ? { RollingUpdatePolicy: { MaximumBatchSize: batch, WaitIntervalInSeconds: 0 } }
          : blueGreen({ Type: type, CanarySize: batch, LinearStepSize: batch });
      const { steps } = planOf(config as DeploymentConfig, counts);
      assert.equal(steps.at(-1)?.share, 1);
      for (const [index, { share }] of steps.entries()) {
        assert.ok(share > (steps[index - 1]?.share ?? 0) && share <= 1);
        for (const one of counts)
          assert.ok(activeInstances(one, share) >= 1 && activeInstances(one, share) <= one);
      }
    }),
  );
});
