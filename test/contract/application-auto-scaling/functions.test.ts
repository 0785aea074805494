import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import * as sdk from '@aws-sdk/client-application-auto-scaling';
import { GetProvisionedConcurrencyConfigCommand, PublishVersionCommand } from '@aws-sdk/client-lambda';
import { openStack, type Stack } from '../lambda/stack.ts';

let stack: Stack;
let scaling: sdk.ApplicationAutoScalingClient;
before(async () => {
  stack = await openStack();
  scaling = new sdk.ApplicationAutoScalingClient({ ...stack.postern.client, maxAttempts: 1 });
  await stack.create('f', 'export const handler = async () => 1;');
  await stack.lambda.send(new PublishVersionCommand({ FunctionName: 'f' }));
});
after(async () => {
  scaling.destroy();
  stack.lambda.destroy();
  await stack.postern[Symbol.asyncDispose]();
});

const target = {
  ServiceNamespace: 'lambda',
  ResourceId: 'function:f:1',
  ScalableDimension: 'lambda:function:ProvisionedConcurrency',
} as const;

test('the provisioned concurrency of a function is a target: bounds, alarms, no steps', async () => {
  await assert.rejects(
    scaling.send(
      new sdk.RegisterScalableTargetCommand({
        ...target,
        ResourceId: 'function:none:1',
        MinCapacity: 1,
        MaxCapacity: 2,
      }),
    ),
    { name: 'ValidationException' },
  );
  await scaling.send(new sdk.RegisterScalableTargetCommand({ ...target, MinCapacity: 2, MaxCapacity: 4 }));
  const { Alarms } = await scaling.send(
    new sdk.PutScalingPolicyCommand({
      ...target,
      PolicyName: 'busy',
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 0.7,
        PredefinedMetricSpecification: { PredefinedMetricType: 'LambdaProvisionedConcurrencyUtilization' },
      },
    }),
  );
  assert.match(Alarms?.[0]?.AlarmName ?? '', /^TargetTracking-function:f:1-AlarmHigh-/);
  await assert.rejects(
    scaling.send(
      new sdk.PutScalingPolicyCommand({
        ...target,
        PolicyName: 'steps',
        PolicyType: 'StepScaling',
        StepScalingPolicyConfiguration: {
          AdjustmentType: 'ChangeInCapacity',
          StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }],
        },
      }),
    ),
    { name: 'ValidationException', message: /^StepScaling is not supported/ },
  );
  const latest = async () =>
    (await scaling.send(new sdk.DescribeScalingActivitiesCommand({ ServiceNamespace: 'lambda' })))
      .ScalingActivities?.[0];
  for (const end = Date.now() + 20_000; Date.now() < end; await pause(100)) {
    if ((await latest())?.StatusCode === 'Successful') break;
  }
  assert.equal(
    (await latest())?.StatusMessage,
    'Successfully set provisioned concurrency to 2. Change successfully fulfilled by lambda.',
  );
  const config = await stack.lambda.send(
    new GetProvisionedConcurrencyConfigCommand({ FunctionName: 'f', Qualifier: '1' }),
  );
  assert.equal(config.AllocatedProvisionedConcurrentExecutions, 2);
  await scaling.send(new sdk.DeregisterScalableTargetCommand(target));
});
