import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { run, without } from '../../other-clients.ts';
import { startWorld, variant, type World } from './world.ts';

let world: World;
before(async () => {
  world = await startWorld();
});
after(() => world[Symbol.asyncDispose]());

const env = () => ({ PATH: process.env['PATH'], HOME: world.postern.state, ...world.postern.environment });

async function boto3(script: string): Promise<unknown> {
  const { stdout } = await run('python3', ['-c', script], { env: env() });
  return JSON.parse(stdout);
}

async function cli(...args: string[]): Promise<Record<string, never>> {
  const { stdout } = await run('aws', [...args, '--output', 'json'], { env: env() });
  return stdout === '' ? {} : JSON.parse(stdout);
}

test('boto3 registers, follows a metric and reads it back', { skip: without.boto3 }, async () => {
  const answer = await boto3(`
import boto3, json
scaling = boto3.client('application-autoscaling')
target = dict(ServiceNamespace='sagemaker', ResourceId='${variant.ResourceId}', ScalableDimension='${variant.ScalableDimension}')
arn = scaling.register_scalable_target(MinCapacity=1, MaxCapacity=2, **target)['ScalableTargetARN']
scaling.put_scaling_policy(PolicyName='p', PolicyType='TargetTrackingScaling', TargetTrackingScalingPolicyConfiguration={
    'TargetValue': 0.5, 'PredefinedMetricSpecification': {'PredefinedMetricType': 'SageMakerVariantConcurrentRequestsPerModelHighResolution'}}, **target)
[policy] = scaling.describe_scaling_policies(ServiceNamespace='sagemaker')['ScalingPolicies']
alarms = boto3.client('cloudwatch').describe_alarms(AlarmNames=[a['AlarmName'] for a in policy['Alarms']])['MetricAlarms']
scaling.tag_resource(ResourceARN=arn, Tags={'a': 'b'})
try:
    scaling.delete_scaling_policy(PolicyName='none', **target)
except scaling.exceptions.ObjectNotFoundException as refusal:
    refused = str(refusal)
print(json.dumps([policy['TargetTrackingScalingPolicyConfiguration']['TargetValue'],
    sorted([a['EvaluationPeriods'], a['Period'], a['Threshold'], a['Statistic']] for a in alarms),
    scaling.list_tags_for_resource(ResourceARN=arn)['Tags'], refused]))
scaling.deregister_scalable_target(**target)
`);
  assert.deepEqual(answer, [
    0.5,
    [
      [3, 10, 0.5, 'Maximum'],
      [90, 10, 0.45, 'Maximum'],
    ],
    { a: 'b' },
    `An error occurred (ObjectNotFoundException) when calling the DeleteScalingPolicy operation: No scaling policy found for service namespace: sagemaker, resource ID: ${variant.ResourceId}, scalable dimension: ${variant.ScalableDimension}, policy name: none`,
  ]);
});

test('the AWS CLI registers, schedules and reads it back', { skip: without.cli }, async () => {
  const target = [
    '--service-namespace',
    'sagemaker',
    '--resource-id',
    variant.ResourceId,
    '--scalable-dimension',
    variant.ScalableDimension,
  ];
  const scaling = (operation: string, ...args: string[]) =>
    cli('application-autoscaling', operation, ...args);
  await scaling('register-scalable-target', ...target, '--min-capacity', '1', '--max-capacity', '2');
  await scaling(
    'put-scheduled-action',
    ...target,
    '--scheduled-action-name',
    'nightly',
    '--schedule',
    'cron(0 2 * * ? *)',
    '--timezone',
    'Europe/Berlin',
    '--scalable-target-action',
    'MinCapacity=1,MaxCapacity=1',
  );
  const { ScheduledActions } = await scaling(
    'describe-scheduled-actions',
    '--service-namespace',
    'sagemaker',
  );
  assert.deepEqual((ScheduledActions as unknown as { Timezone: string }[])[0]?.Timezone, 'Europe/Berlin');
  const { ScalingActivities } = await scaling(
    'describe-scaling-activities',
    '--service-namespace',
    'sagemaker',
    '--include-not-scaled-activities',
  );
  assert.deepEqual(ScalingActivities, []);
  await scaling('deregister-scalable-target', ...target);
  const { ScalableTargets } = await scaling('describe-scalable-targets', '--service-namespace', 'sagemaker');
  assert.deepEqual(ScalableTargets, []);
});
