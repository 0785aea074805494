/** Kill -9 of the server while capacity is being changed: at the next start the change is finished, and policies, alarms and schedules are there. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import * as sdk from '@aws-sdk/client-application-auto-scaling';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { DescribeEndpointCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { linearModel } from '../../models/onnx.ts';
import { type ServerProcess, startServerProcess } from '../../server-process.ts';
import { artifact, deploy, prepare } from '../sagemaker/fixtures.ts';
import { variant } from './world.ts';

test('a change under way is finished after a kill', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'postern-scaling-'));
  t.after(() => rm(root, { recursive: true, force: true }));
  const options = ['--state', join(root, 'state')];
  let server = await startServerProcess(options, root);
  try {
    const { client } = server;
    const s3 = new S3Client({ ...client, forcePathStyle: true });
    const stack = { s3, iam: new IAMClient(client), sageMaker: new SageMakerClient(client) };
    await prepare(stack);
    await deploy(stack, 'up', artifact(linearModel([1, 2], 0)));
    const scaling = new sdk.ApplicationAutoScalingClient(client);
    await scaling.send(new sdk.RegisterScalableTargetCommand({ ...variant, MinCapacity: 1, MaxCapacity: 3 }));
    const { Alarms } = await scaling.send(
      new sdk.PutScalingPolicyCommand({
        ...variant,
        PolicyName: 'track',
        PolicyType: 'TargetTrackingScaling',
        TargetTrackingScalingPolicyConfiguration: {
          TargetValue: 100,
          PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance' },
        },
      }),
    );
    const at = new Date(Date.now() + 2000).toISOString().slice(0, 19);
    await scaling.send(
      new sdk.PutScheduledActionCommand({
        ...variant,
        ScheduledActionName: 'while it is down',
        Schedule: `at(${at})`,
        ScalableTargetAction: { MinCapacity: 3 },
      }),
    );
    await scaling.send(new sdk.RegisterScalableTargetCommand({ ...variant, MinCapacity: 2 }));
    while ((await activities(server)).length === 0) await pause(5);
    await server.kill();
    await pause(2000);

    server = await startServerProcess(options, root);
    const done = async () =>
      (await activities(server)).filter(
        ({ Description, StatusCode }) =>
          StatusCode === 'Successful' && /instance count/.test(`${Description}`),
      );
    for (const end = Date.now() + 30_000; (await done()).length < 2 && Date.now() < end; ) await pause(100);
    assert.deepEqual(
      (await activities(server)).map(({ Description, StatusCode }) => [Description, StatusCode]),
      [
        ['Setting desired instance count to 3.', 'Successful'],
        ['Setting min capacity to 3', 'Successful'],
        ['Setting desired instance count to 2.', 'Successful'],
      ],
    );
    const sageMaker = new SageMakerClient(server.client);
    const { ProductionVariants } = await sageMaker.send(new DescribeEndpointCommand({ EndpointName: 'up' }));
    assert.equal(ProductionVariants?.[0]?.CurrentInstanceCount, 3);
    const cloudWatch = new CloudWatchClient(server.client);
    const AlarmNames = Alarms?.map(({ AlarmName }) => AlarmName as string);
    const { MetricAlarms } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames }));
    assert.equal(MetricAlarms?.length, 2);
  } finally {
    await server.kill('SIGTERM');
  }
});

async function activities({ client }: ServerProcess): Promise<sdk.ScalingActivity[]> {
  const scaling = new sdk.ApplicationAutoScalingClient(client);
  const answer = await scaling.send(
    new sdk.DescribeScalingActivitiesCommand({ ServiceNamespace: 'sagemaker' }),
  );
  scaling.destroy();
  return answer.ScalingActivities ?? [];
}
