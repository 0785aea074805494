import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import * as sdk from '@aws-sdk/client-application-auto-scaling';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  DescribeEndpointCommand,
} from '@aws-sdk/client-sagemaker';
import { settled } from '../sagemaker/fixtures.ts';
import { startWorld } from './world.ts';

const target = {
  ServiceNamespace: 'sagemaker',
  ResourceId: 'endpoint/elastic/variant/all',
  ScalableDimension: 'sagemaker:variant:DesiredProvisionedConcurrency',
} as const;

test('the provisioned concurrency of a serverless variant is a target', async () => {
  await using world = await startWorld();
  const ServerlessConfig = { MemorySizeInMB: 1024, MaxConcurrency: 4, ProvisionedConcurrency: 1 };
  await world.sageMaker.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName: 'elastic',
      ProductionVariants: [{ VariantName: 'all', ModelName: 'up', ServerlessConfig }],
    }),
  );
  await world.sageMaker.send(
    new CreateEndpointCommand({ EndpointName: 'elastic', EndpointConfigName: 'elastic' }),
  );
  await settled(world, 'elastic');
  await world.scaling.send(
    new sdk.RegisterScalableTargetCommand({ ...target, MinCapacity: 2, MaxCapacity: 3 }),
  );
  await world.scaling.send(
    new sdk.PutScalingPolicyCommand({
      ...target,
      PolicyName: 'busy',
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 0.7,
        PredefinedMetricSpecification: {
          PredefinedMetricType: 'SageMakerVariantProvisionedConcurrencyUtilization',
        },
      },
    }),
  );
  const latest = async () =>
    (await world.scaling.send(new sdk.DescribeScalingActivitiesCommand(target))).ScalingActivities?.[0];
  for (const end = Date.now() + 20_000; Date.now() < end; await pause(100)) {
    if ((await latest())?.EndTime) break;
  }
  assert.equal(
    (await latest())?.StatusMessage,
    'Successfully set desired provisioned concurrency to 2. Change successfully fulfilled by sagemaker.',
  );
  const { ProductionVariants } = await world.sageMaker.send(
    new DescribeEndpointCommand({ EndpointName: 'elastic' }),
  );
  assert.deepEqual(ProductionVariants?.[0]?.CurrentServerlessConfig, {
    ...ServerlessConfig,
    ProvisionedConcurrency: 2,
  });
});
