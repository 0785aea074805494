/** An asynchronous endpoint without instances: a request waits, the alarm on the backlog wakes the endpoint, the answer comes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import {
  ApplicationAutoScalingClient,
  DescribeScalingActivitiesCommand,
  PutScalingPolicyCommand,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import {
  CloudWatchClient,
  GetMetricStatisticsCommand,
  PutMetricAlarmCommand,
} from '@aws-sdk/client-cloudwatch';
import { IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  SageMakerClient,
  UpdateEndpointWeightsAndCapacitiesCommand,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointAsyncCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { artifact, bucket, createModel, prepare, settled } from '../contract/sagemaker/fixtures.ts';
import { linearModel } from '../models/onnx.ts';
import { startPostern, type TestPostern } from '../postern.ts';

const ResourceId = 'endpoint/sleeper/variant/All';
const target = {
  ServiceNamespace: 'sagemaker',
  ResourceId,
  ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
} as const;

const clientsOf = ({ client }: TestPostern) => ({
  s3: new S3Client({ ...client, forcePathStyle: true }),
  iam: new IAMClient(client),
  sageMaker: new SageMakerClient(client),
  runtime: new SageMakerRuntimeClient(client),
  metrics: new CloudWatchClient(client),
  scaling: new ApplicationAutoScalingClient(client),
});
type Clients = ReturnType<typeof clientsOf>;

async function serve(clients: Clients): Promise<void> {
  await prepare(clients);
  const allowed = { Effect: 'Allow', Action: 's3:PutObject', Resource: `arn:aws:s3:::${bucket}/out/*` };
  await clients.iam.send(
    new PutRolePolicyCommand({
      RoleName: 'endpoint',
      PolicyName: 'write',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [allowed] }),
    }),
  );
  await createModel(clients, 'linear', artifact(linearModel([1, 2, 3], 0.5)));
  await clients.sageMaker.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName: 'sleeper',
      ProductionVariants: [
        { VariantName: 'All', ModelName: 'linear', InstanceType: 'ml.m5.large', InitialInstanceCount: 1 },
      ],
      AsyncInferenceConfig: { OutputConfig: { S3OutputPath: `s3://${bucket}/out` } },
    }),
  );
  await clients.sageMaker.send(
    new CreateEndpointCommand({ EndpointName: 'sleeper', EndpointConfigName: 'sleeper' }),
  );
  assert.equal((await settled(clients, 'sleeper')).EndpointStatus, 'InService');
}

/** As AWS's guide has it. @see https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-autoscale.html */
async function wakeOnBacklog({ scaling, metrics }: Clients): Promise<void> {
  await scaling.send(new RegisterScalableTargetCommand({ ...target, MinCapacity: 0, MaxCapacity: 1 }));
  const { PolicyARN = '' } = await scaling.send(
    new PutScalingPolicyCommand({
      ...target,
      PolicyName: 'HasBacklogWithoutCapacity-ScalingPolicy',
      PolicyType: 'StepScaling',
      StepScalingPolicyConfiguration: {
        AdjustmentType: 'ChangeInCapacity',
        MetricAggregationType: 'Average',
        Cooldown: 300,
        StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }],
      },
    }),
  );
  await metrics.send(
    new PutMetricAlarmCommand({
      AlarmName: 'sleeper has work',
      MetricName: 'HasBacklogWithoutCapacity',
      Namespace: 'AWS/SageMaker',
      Statistic: 'Average',
      EvaluationPeriods: 2,
      DatapointsToAlarm: 2,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'missing',
      Dimensions: [{ Name: 'EndpointName', Value: 'sleeper' }],
      Period: 60,
      AlarmActions: [PolicyARN],
    }),
  );
}

async function instancesOf(clients: Clients): Promise<number | undefined> {
  return (await settled(clients, 'sleeper')).ProductionVariants?.[0]?.CurrentInstanceCount;
}

async function answerOf({ s3 }: Clients, address: string, ms: number): Promise<string | undefined> {
  const Key = address.slice(`s3://${bucket}/`.length);
  for (const end = Date.now() + ms; Date.now() < end; await pause(100)) {
    const found = await s3.send(new GetObjectCommand({ Bucket: bucket, Key })).catch(() => undefined);
    if (found) return found.Body?.transformToString();
  }
  return undefined;
}

test('from zero instances to an answer', { timeout: 120_000 }, async () => {
  await using postern = await startPostern(['--time-scale', '60']);
  const clients = clientsOf(postern);
  await serve(clients);
  await wakeOnBacklog(clients);
  await clients.sageMaker.send(
    new UpdateEndpointWeightsAndCapacitiesCommand({
      EndpointName: 'sleeper',
      DesiredWeightsAndCapacities: [{ VariantName: 'All', DesiredInstanceCount: 0 }],
    }),
  );
  assert.equal(await instancesOf(clients), 0);

  const { OutputLocation = '' } = await clients.runtime.send(
    new InvokeEndpointAsyncCommand({ EndpointName: 'sleeper', ContentType: 'text/csv', Body: '1,2,3' }),
  );
  assert.equal(await answerOf(clients, OutputLocation, 60_000), '{"predictions":[14.5]}');
  assert.equal(await instancesOf(clients), 1);
  const { ScalingActivities = [] } = await clients.scaling.send(
    new DescribeScalingActivitiesCommand({ ServiceNamespace: 'sagemaker', ResourceId }),
  );
  assert.match(
    ScalingActivities[0]?.Cause ?? '',
    /monitor alarm sleeper has work in state ALARM triggered policy/,
  );
  const { Datapoints = [] } = await clients.metrics.send(
    new GetMetricStatisticsCommand({
      Namespace: 'AWS/SageMaker',
      MetricName: 'TimeInBacklog',
      Dimensions: [
        { Name: 'EndpointName', Value: 'sleeper' },
        { Name: 'VariantName', Value: 'All' },
      ],
      StartTime: new Date(Date.now() - 3_600_000),
      EndTime: new Date(Date.now() + 60_000),
      Period: 60,
      Statistics: ['Maximum'],
    }),
  );
  assert.ok((Datapoints[0]?.Maximum ?? 0) > 500, 'it waited for the alarm');
});
