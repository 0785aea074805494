import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import * as sdk from '@aws-sdk/client-application-auto-scaling';
import {
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  CreateEndpointCommand,
  DeleteEndpointCommand,
  DescribeEndpointCommand,
  SageMakerClient,
  UpdateEndpointWeightsAndCapacitiesCommand,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { settled } from '../sagemaker/fixtures.ts';
import { startWorld, variant, type World } from './world.ts';

let world: World;
before(async () => {
  // a minute passes in a second
  world = await startWorld(['--time-scale', '60']);
});
after(() => world[Symbol.asyncDispose]());

const register = (input: Partial<sdk.RegisterScalableTargetCommandInput> = {}) =>
  world.scaling.send(
    new sdk.RegisterScalableTargetCommand({ ...variant, MinCapacity: 1, MaxCapacity: 3, ...input }),
  );
afterEach(async () => {
  // a target goes with its policies and alarms; where there is none any more, nothing needs to
  const gone = world.scaling.send(new sdk.DeregisterScalableTargetCommand(variant));
  await gone.catch((error: Error) => assert.equal(error.name, 'ObjectNotFoundException'));
});
const put = (input: Partial<sdk.PutScalingPolicyCommandInput>) =>
  world.scaling.send(new sdk.PutScalingPolicyCommand({ ...variant, PolicyName: 'policy', ...input }));
const activities = async () =>
  (
    await world.scaling.send(
      new sdk.DescribeScalingActivitiesCommand({
        ServiceNamespace: 'sagemaker',
        ResourceId: variant.ResourceId,
        IncludeNotScaledActivities: true,
      }),
    )
  ).ScalingActivities ?? [];
async function instances(): Promise<readonly [current: number, desired: number]> {
  const { ProductionVariants } = await world.sageMaker.send(
    new DescribeEndpointCommand({ EndpointName: 'up' }),
  );
  const [found] = ProductionVariants ?? [];
  return [found?.CurrentInstanceCount ?? 0, found?.DesiredInstanceCount ?? 0];
}
async function until(what: string, holds: () => Promise<boolean>, ms = 60_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await holds())) {
    assert.ok(Date.now() < end, `${what}: ${JSON.stringify(await activities(), undefined, 1)}`);
    await pause(100);
  }
}
const are = (count: number) => async () => (await instances()).every((now) => now === count);
/** Brings the variant back to so many instances. */
async function reset(count: number): Promise<void> {
  await settled(world, 'up');
  const DesiredWeightsAndCapacities = [{ VariantName: 'AllTraffic', DesiredInstanceCount: count }];
  if ((await instances())[1] !== count) {
    await world.sageMaker.send(
      new UpdateEndpointWeightsAndCapacitiesCommand({ EndpointName: 'up', DesiredWeightsAndCapacities }),
    );
  }
  await until(`${count} again`, are(count));
  await settled(world, 'up');
}

/** Invokes the endpoint without end until it is told to; answers how many were answered, and fails with the first that was not. */
function load(): AsyncDisposable & { stop(): Promise<number> } {
  let going = true;
  const invoke = async (): Promise<number> => {
    let count = 0;
    for (; going; count++) {
      await world.runtime.send(
        new InvokeEndpointCommand({ EndpointName: 'up', ContentType: 'text/csv', Body: '1,2' }),
      );
      await pause(10);
    }
    return count;
  };
  const workers = [invoke(), invoke(), invoke()];
  return {
    async stop() {
      going = false;
      return (await Promise.all(workers)).reduce((sum, count) => sum + count, 0);
    },
    async [Symbol.asyncDispose]() {
      going = false;
      await Promise.allSettled(workers);
    },
  };
}

test('load up, and instances come; load down, and they go one by one; no request fails', async () => {
  await register();
  const { Alarms = [] } = await put({
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue: 5,
      PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance' },
      ScaleInCooldown: 60,
      ScaleOutCooldown: 60,
    },
  });
  await using traffic = load();
  await until('three instances', are(3));
  const fulfilled = async () => (await activities()).find(({ StatusCode }) => StatusCode === 'Successful');
  await until('fulfilled', async () => (await fulfilled()) !== undefined);
  const out = await fulfilled();
  assert.equal(out?.Description, 'Setting desired instance count to 3.');
  assert.equal(out?.Cause, `monitor alarm ${Alarms[0]?.AlarmName} in state ALARM triggered policy policy`);
  assert.equal(
    out?.StatusMessage,
    'Successfully set desired instance count to 3. Change successfully fulfilled by sagemaker.',
  );
  assert.ok(out?.EndTime && out.StartTime && out.EndTime > out.StartTime);
  await until('at the maximum', async () =>
    (await activities()).some(({ NotScaledReasons }) =>
      NotScaledReasons?.some(({ Code, MaxCapacity }) => Code === 'AlreadyAtMaxCapacity' && MaxCapacity === 3),
    ),
  );
  assert.ok((await traffic.stop()) > 0);

  await until('one instance', are(1));
  await until('fulfilled', async () =>
    (await activities()).every(({ StatusCode }) => StatusCode !== 'InProgress'),
  );
  const changes = (await activities()).filter(({ NotScaledReasons }) => !NotScaledReasons);
  assert.deepEqual(
    changes.map(({ Description, StatusCode }) => [Description, StatusCode]),
    [1, 2, 3].map((count) => [`Setting desired instance count to ${count}.`, 'Successful']),
  );
  const [second, first] = changes;
  assert.ok(Number(second?.StartTime) - Number(first?.EndTime) >= 950, 'the cooldown, of a second, passed');
  assert.match(changes[0]?.Cause ?? '', /-AlarmLow-/);
  await until('at the minimum', async () =>
    (await activities()).some(({ NotScaledReasons }) =>
      NotScaledReasons?.some(({ Code }) => Code === 'AlreadyAtMinCapacity'),
    ),
  );
});

/** Makes an alarm on a metric of the user's that acts upon a policy, and keeps the metric at a value. */
async function alarmOn(PolicyARN: string | undefined, value: number): Promise<AsyncDisposable> {
  const metric = { Namespace: 'test', MetricName: `of ${PolicyARN}` };
  const say = () =>
    world.cloudWatch.send(
      new PutMetricDataCommand({
        Namespace: metric.Namespace,
        MetricData: [{ MetricName: metric.MetricName, Value: value, StorageResolution: 1 }],
      }),
    );
  await say();
  await world.cloudWatch.send(
    new PutMetricAlarmCommand({
      ...metric,
      AlarmName: `alarm of ${PolicyARN}`,
      Statistic: 'Average',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 10,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      AlarmActions: PolicyARN === undefined ? [] : [PolicyARN],
    }),
  );
  let going = true;
  const saying = (async () => {
    while (going) {
      await say();
      await pause(250);
    }
  })();
  return {
    async [Symbol.asyncDispose]() {
      going = false;
      await saying;
    },
  };
}

test('steps are taken by how far the metric is beyond the threshold; while it cools down, no more', async () => {
  await reset(1);
  await register({ MaxCapacity: 4 });
  const { PolicyARN } = await put({
    PolicyType: 'StepScaling',
    StepScalingPolicyConfiguration: {
      AdjustmentType: 'ChangeInCapacity',
      StepAdjustments: [
        { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 5, ScalingAdjustment: 1 },
        { MetricIntervalLowerBound: 5, ScalingAdjustment: 2 },
      ],
      Cooldown: 3600,
    },
  });
  await using _metric = await alarmOn(PolicyARN, 15);
  await until('three instances', are(3));
  await pause(3000);
  assert.deepEqual(await instances(), [3, 3], 'the alarm asked again and again, and nothing was added');
  const [activity] = await activities();
  assert.equal(activity?.Cause, `monitor alarm alarm of ${PolicyARN} in state ALARM triggered policy policy`);
});

test('bounds are kept when they are set, and suspended policies do nothing', async () => {
  await reset(1);
  await register({ MinCapacity: 2, SuspendedState: { DynamicScalingOutSuspended: true } });
  await until('two instances', are(2));
  const [activity] = await activities();
  assert.equal(activity?.Cause, 'minimum capacity was set to 2');
  const { PolicyARN } = await put({
    PolicyType: 'StepScaling',
    StepScalingPolicyConfiguration: {
      AdjustmentType: 'ExactCapacity',
      StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 3 }],
    },
  });
  await using _metric = await alarmOn(PolicyARN, 20);
  await until('the alarm', async () => {
    const AlarmNames = [`alarm of ${PolicyARN}`];
    const { MetricAlarms } = await world.cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames }));
    return MetricAlarms?.[0]?.StateValue === 'ALARM';
  });
  await pause(2000);
  assert.deepEqual(await instances(), [2, 2]);
  await register({ MinCapacity: 1, MaxCapacity: 1, SuspendedState: { DynamicScalingOutSuspended: false } });
  await until('one instance', are(1));
  assert.equal(
    (await activities()).find(({ NotScaledReasons }) => !NotScaledReasons)?.Cause,
    'maximum capacity was set to 1',
  );
});

test('what the service refuses is a failed activity, in its words', async () => {
  await reset(1);
  await register({ MinCapacity: 50, MaxCapacity: 60 });
  await until('the refusal', async () => (await activities())[0]?.StatusCode === 'Failed');
  const [activity] = await activities();
  assert.match(
    activity?.StatusMessage ?? '',
    /^Failed to set desired instance count to 50\. Reason: The account-level service limit 'ml\.m5\.large for endpoint usage' is 20 Instances, .*\(Service: AmazonSageMaker; Status Code: 400; Error Code: ResourceLimitExceeded\)$/,
  );
});

/** Deletes the endpoint as a user who may do just that. */
async function removeAs(UserName: string, ...Action: string[]): Promise<void> {
  await world.iam.send(new CreateUserCommand({ UserName }));
  const Statement = { Effect: 'Allow', Action, Resource: '*' };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await world.iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'p', PolicyDocument }));
  const { AccessKey } = await world.iam.send(new CreateAccessKeyCommand({ UserName }));
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '' } = AccessKey ?? {};
  const credentials = { accessKeyId, secretAccessKey };
  const sageMaker = new SageMakerClient({ ...world.postern.client, credentials });
  await sageMaker.send(new DeleteEndpointCommand({ EndpointName: 'up' })).finally(() => sageMaker.destroy());
}

test('a target goes with its resource, in the name of who deletes it', async () => {
  await reset(1);
  await register();
  await assert.rejects(removeAs('seer', 'sagemaker:DeleteEndpoint', 'application-autoscaling:Describe*'), {
    name: 'ValidationException',
    message: /^An Application AutoScaling scalable target exists for a variant being deleted/,
  });
  await removeAs('scaler', 'sagemaker:DeleteEndpoint', 'application-autoscaling:*');
  assert.deepEqual(await targets(), []);
  await assert.rejects(settled(world, 'up'), { message: /Could not find endpoint/ });
});

const targets = async () =>
  (await world.scaling.send(new sdk.DescribeScalableTargetsCommand({ ServiceNamespace: 'sagemaker' })))
    .ScalableTargets;

test('a target whose resource is found to be gone goes, too', async () => {
  await world.sageMaker.send(new CreateEndpointCommand({ EndpointName: 'up', EndpointConfigName: 'up' }));
  await settled(world, 'up');
  await register();
  const { PolicyARN } = await put({
    PolicyType: 'StepScaling',
    StepScalingPolicyConfiguration: {
      AdjustmentType: 'ExactCapacity',
      StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 2 }],
    },
  });
  await removeAs('deleter', 'sagemaker:DeleteEndpoint');
  await using _metric = await alarmOn(PolicyARN, 20);
  await until('no target', async () => (await targets())?.length === 0);
});
