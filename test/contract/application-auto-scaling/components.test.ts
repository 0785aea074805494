import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import * as sdk from '@aws-sdk/client-application-auto-scaling';
import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateInferenceComponentCommand,
  DescribeInferenceComponentCommand,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { roleArn, settled } from '../sagemaker/fixtures.ts';
import { startWorld, type World } from './world.ts';

const target = {
  ServiceNamespace: 'sagemaker',
  ResourceId: 'inference-component/doubling',
  ScalableDimension: 'sagemaker:inference-component:DesiredCopyCount',
} as const;

let world: World;
before(async () => {
  // a minute passes in a second
  world = await startWorld(['--time-scale', '60']);
  await world.sageMaker.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName: 'host',
      ExecutionRoleArn: roleArn,
      ProductionVariants: [{ VariantName: 'all', InstanceType: 'ml.m5.large', InitialInstanceCount: 1 }],
    }),
  );
  await world.sageMaker.send(new CreateEndpointCommand({ EndpointName: 'host', EndpointConfigName: 'host' }));
  await settled(world, 'host');
  await world.sageMaker.send(
    new CreateInferenceComponentCommand({
      InferenceComponentName: 'doubling',
      EndpointName: 'host',
      VariantName: 'all',
      Specification: {
        ModelName: 'up',
        ComputeResourceRequirements: { NumberOfCpuCoresRequired: 0.5, MinMemoryRequiredInMb: 256 },
      },
      RuntimeConfig: { CopyCount: 1 },
    }),
  );
  await until('in service', async () => (await described()).InferenceComponentStatus === 'InService');
});
after(() => world[Symbol.asyncDispose]());

const described = () =>
  world.sageMaker.send(new DescribeInferenceComponentCommand({ InferenceComponentName: 'doubling' }));
const are = (count: number) => async () => {
  const { RuntimeConfig } = await described();
  return RuntimeConfig?.CurrentCopyCount === count && RuntimeConfig.DesiredCopyCount === count;
};
const activities = async () =>
  (await world.scaling.send(new sdk.DescribeScalingActivitiesCommand(target))).ScalingActivities ?? [];
async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await holds())) {
    assert.ok(Date.now() < end, `${what}: ${JSON.stringify(await activities())}`);
    await pause(50);
  }
}
const invoke = () =>
  world.runtime.send(
    new InvokeEndpointCommand({
      EndpointName: 'host',
      InferenceComponentName: 'doubling',
      ContentType: 'text/csv',
      Body: '1,2',
    }),
  );

test('an idle component goes to no copy; the first who asks for it in vain brings it back', async () => {
  await world.scaling.send(
    new sdk.RegisterScalableTargetCommand({ ...target, MinCapacity: 0, MaxCapacity: 2 }),
  );
  await world.scaling.send(
    new sdk.PutScalingPolicyCommand({
      ...target,
      PolicyName: 'track',
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 20,
        PredefinedMetricSpecification: {
          PredefinedMetricType: 'SageMakerInferenceComponentInvocationsPerCopy',
        },
      },
    }),
  );
  const { PolicyARN = '' } = await world.scaling.send(
    new sdk.PutScalingPolicyCommand({
      ...target,
      PolicyName: 'from zero',
      PolicyType: 'StepScaling',
      StepScalingPolicyConfiguration: {
        AdjustmentType: 'ChangeInCapacity',
        StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }],
      },
    }),
  );
  await world.cloudWatch.send(
    new PutMetricAlarmCommand({
      AlarmName: 'asked in vain',
      Namespace: 'AWS/SageMaker',
      MetricName: 'NoCapacityInvocationFailures',
      Dimensions: [{ Name: 'InferenceComponentName', Value: 'doubling' }],
      Statistic: 'Maximum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'missing',
      AlarmActions: [PolicyARN],
    }),
  );
  await until('no copy', are(0));
  await until('fulfilled', async () => (await activities())[0]?.StatusCode === 'Successful');
  assert.equal(
    (await activities())[0]?.StatusMessage,
    'Successfully set desired copy count to 0. Change successfully fulfilled by sagemaker.',
  );
  await until('a copy', async () => {
    await invoke().catch(() => undefined);
    return are(1)();
  });
  await until('fulfilled', async () => (await activities())[0]?.StatusCode === 'Successful');
  assert.equal(
    (await activities())[0]?.Cause,
    'monitor alarm asked in vain in state ALARM triggered policy from zero',
  );
  await invoke();
  await world.scaling.send(new sdk.DeregisterScalableTargetCommand(target));
});
