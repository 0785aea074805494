import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import * as sdk from '@aws-sdk/client-application-auto-scaling';
import { DescribeAlarmsCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  GetRoleCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { startWorld, variant, type World } from './world.ts';

let world: World;
before(async () => {
  world = await startWorld();
});
after(() => world[Symbol.asyncDispose]());

const account = '000000000000';
const register = (input: Partial<sdk.RegisterScalableTargetCommandInput> = {}) =>
  world.scaling.send(
    new sdk.RegisterScalableTargetCommand({ ...variant, MinCapacity: 1, MaxCapacity: 4, ...input }),
  );
const deregister = () => world.scaling.send(new sdk.DeregisterScalableTargetCommand(variant));
const tracking = (
  TargetTrackingScalingPolicyConfiguration: sdk.TargetTrackingScalingPolicyConfiguration,
  PolicyName = 'track',
) =>
  world.scaling.send(
    new sdk.PutScalingPolicyCommand({
      ...variant,
      PolicyName,
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration,
    }),
  );
const stepping = (StepScalingPolicyConfiguration: sdk.StepScalingPolicyConfiguration) =>
  world.scaling.send(
    new sdk.PutScalingPolicyCommand({
      ...variant,
      PolicyName: 'step',
      PolicyType: 'StepScaling',
      StepScalingPolicyConfiguration,
    }),
  );
const predefined = (PredefinedMetricType: sdk.MetricType, TargetValue = 70) => ({
  TargetValue,
  PredefinedMetricSpecification: { PredefinedMetricType },
});
const policies = async (input: object = {}) =>
  (
    await world.scaling.send(
      new sdk.DescribeScalingPoliciesCommand({ ServiceNamespace: 'sagemaker', ...input }),
    )
  ).ScalingPolicies ?? [];
const alarm = async (name: string | undefined) =>
  (await world.cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: [name ?? ''] }))).MetricAlarms?.[0];
const refused = (message: string | RegExp, name = 'ValidationException') => ({ name, message });

test('a target is registered, changed, described, and deregistered with what hangs on it', async () => {
  const { ScalableTargetARN = '' } = await register({ Tags: { team: 'a' } });
  assert.match(
    ScalableTargetARN,
    /^arn:aws:application-autoscaling:[^:]+:0{12}:scalable-target\/[0-9a-f]{36}$/,
  );
  assert.equal(
    (await register({ MinCapacity: undefined, MaxCapacity: 6 })).ScalableTargetARN,
    ScalableTargetARN,
  );
  await register({
    MinCapacity: undefined,
    MaxCapacity: undefined,
    SuspendedState: { DynamicScalingInSuspended: true },
  });
  const { ScalableTargets = [] } = await world.scaling.send(
    new sdk.DescribeScalableTargetsCommand({
      ServiceNamespace: 'sagemaker',
      ResourceIds: [variant.ResourceId],
      ScalableDimension: variant.ScalableDimension,
    }),
  );
  assert.equal(ScalableTargets.length, 1);
  const { CreationTime, ...target } = ScalableTargets[0]!;
  assert.ok(CreationTime);
  assert.deepEqual(target, {
    ...variant,
    MinCapacity: 1,
    MaxCapacity: 6,
    RoleARN: `arn:aws:iam::${account}:role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint`,
    ScalableTargetARN,
    SuspendedState: {
      DynamicScalingInSuspended: true,
      DynamicScalingOutSuspended: false,
      ScheduledScalingSuspended: false,
    },
  });
  const role = 'AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint';
  assert.ok(await world.iam.send(new GetRoleCommand({ RoleName: role })));

  const { Alarms = [] } = await tracking(predefined('SageMakerVariantInvocationsPerInstance'));
  assert.equal(Alarms.length, 2);
  await deregister();
  assert.deepEqual(await policies(), []);
  assert.equal(await alarm(Alarms[0]?.AlarmName), undefined);
  await assert.rejects(
    deregister(),
    refused(
      `No scalable target found for service namespace: sagemaker, resource ID: ${variant.ResourceId}, scalable dimension: ${variant.ScalableDimension}`,
      'ObjectNotFoundException',
    ),
  );
});

test('what cannot be registered is refused', async () => {
  const unsupported = refused('Unsupported service namespace, resource type or scalable dimension');
  await assert.rejects(register({ ResourceId: 'endpoint/up' }), unsupported);
  await assert.rejects(
    register({ ScalableDimension: 'lambda:function:ProvisionedConcurrency' }),
    unsupported,
  );
  await assert.rejects(
    register({ ResourceId: 'endpoint/none/variant/AllTraffic' }),
    refused(/Could not find endpoint/),
  );
  await assert.rejects(
    register({ ResourceId: 'endpoint/up/variant/none' }),
    refused(/Could not find variant/),
  );
  await assert.rejects(register({ MinCapacity: undefined }), refused('Minimum capacity must be specified'));
  await assert.rejects(
    register({ MinCapacity: 5 }),
    refused('Maximum capacity cannot be less than minimum capacity'),
  );
  await assert.rejects(register({ MinCapacity: -1 }), refused('Minimum capacity cannot be less than 0'));
  await assert.rejects(
    register({
      ServiceNamespace: 'ecs',
      ScalableDimension: 'ecs:service:DesiredCount',
      ResourceId: 'service/a/b',
    }),
    { name: 'NotImplemented', message: /ecs/ },
  );
  await assert.rejects(
    register({ ServiceNamespace: 'moon' as 'ecs' }),
    refused(/1 validation error detected/),
  );
});

test('target tracking makes its alarms as AWS does', async () => {
  await register();
  const { PolicyARN = '', Alarms = [] } = await tracking({
    ...predefined('SageMakerVariantInvocationsPerInstance'),
    ScaleInCooldown: 600,
  });
  assert.match(
    PolicyARN,
    /^arn:aws:autoscaling:[^:]+:0{12}:scalingPolicy:[0-9a-f-]{36}:resource\/sagemaker\/endpoint\/up\/variant\/AllTraffic:policyName\/track$/,
  );
  const [high, low] = await Promise.all(Alarms.map(({ AlarmName }) => alarm(AlarmName)));
  assert.match(
    high?.AlarmName ?? '',
    /^TargetTracking-endpoint\/up\/variant\/AllTraffic-AlarmHigh-[0-9a-f-]{36}$/,
  );
  assert.equal(high?.AlarmArn, Alarms[0]?.AlarmARN);
  const [action = ''] = high?.AlarmActions ?? [];
  assert.match(action, /:policyName\/track:createdBy\/[0-9a-f-]{36}$/);
  assert.ok(action.startsWith(PolicyARN));
  const shape = (found: typeof high) => ({
    metric: [found?.Namespace, found?.MetricName, found?.Statistic, found?.Period],
    dimensions: found?.Dimensions,
    breach: [found?.ComparisonOperator, found?.Threshold, found?.EvaluationPeriods],
    description: found?.AlarmDescription,
  });
  const common = {
    metric: ['AWS/SageMaker', 'InvocationsPerInstance', 'Sum', 60],
    dimensions: [
      { Name: 'EndpointName', Value: 'up' },
      { Name: 'VariantName', Value: 'AllTraffic' },
    ],
    description: `DO NOT EDIT OR DELETE. For TargetTrackingScaling policy ${action}.`,
  };
  assert.deepEqual(shape(high), { ...common, breach: ['GreaterThanThreshold', 70, 3] });
  assert.deepEqual(shape(low), { ...common, breach: ['LessThanThreshold', 63, 15] });

  const again = await tracking({
    ...predefined('SageMakerVariantConcurrentRequestsPerModelHighResolution', 5),
    DisableScaleIn: true,
  });
  assert.equal(again.PolicyARN, PolicyARN);
  assert.equal(again.Alarms?.length, 1);
  const swift = await alarm(again.Alarms?.[0]?.AlarmName);
  assert.deepEqual(
    [swift?.MetricName, swift?.Period, swift?.EvaluationPeriods],
    ['ConcurrentRequestsPerModel', 10, 3],
  );
  assert.equal(swift?.AlarmActions?.[0], action);
  assert.equal(await alarm(high?.AlarmName), undefined);

  const [described] = await policies({ ResourceId: variant.ResourceId });
  assert.deepEqual(described?.TargetTrackingScalingPolicyConfiguration, {
    ...predefined('SageMakerVariantConcurrentRequestsPerModelHighResolution', 5),
    DisableScaleIn: true,
  });
  assert.deepEqual(described?.Alarms, again.Alarms);
  await world.scaling.send(new sdk.DeleteScalingPolicyCommand({ ...variant, PolicyName: 'track' }));
  assert.equal(await alarm(swift?.AlarmName), undefined);
  await assert.rejects(
    world.scaling.send(new sdk.DeleteScalingPolicyCommand({ ...variant, PolicyName: 'track' })),
    refused(/^No scaling policy found for service namespace: sagemaker, /, 'ObjectNotFoundException'),
  );
  await deregister();
});

test('metrics of the user, put together or not', async () => {
  await register();
  const Metrics = [
    {
      Id: 'a',
      MetricStat: {
        Metric: { Namespace: 'n', MetricName: 'm', Dimensions: [{ Name: 'd', Value: 'v' }] },
        Stat: 'p90',
      },
      ReturnData: false,
    },
    { Id: 'e', Expression: 'a / 2', Label: 'half' },
  ];
  const { Alarms = [] } = await tracking({ TargetValue: 10, CustomizedMetricSpecification: { Metrics } });
  const made = await alarm(Alarms[0]?.AlarmName);
  assert.deepEqual(
    made?.Metrics?.map(({ Id, Expression, MetricStat }) => [
      Id,
      Expression,
      MetricStat?.Period,
      MetricStat?.Stat,
    ]),
    [
      ['a', undefined, 60, 'p90'],
      ['e', 'a / 2', undefined, undefined],
    ],
  );
  const CustomizedMetricSpecification = {
    Namespace: 'AWS/SageMaker',
    MetricName: 'CPUUtilization',
    Statistic: 'Average' as const,
    Dimensions: [{ Name: 'EndpointName', Value: 'up' }],
  };
  await tracking({ TargetValue: 50, CustomizedMetricSpecification }, 'other');
  const found = await policies();
  assert.deepEqual(
    found.map(({ PolicyName }) => PolicyName),
    ['other', 'track'],
  );
  assert.deepEqual(
    found[0]?.TargetTrackingScalingPolicyConfiguration?.CustomizedMetricSpecification,
    CustomizedMetricSpecification,
  );
  await assert.rejects(
    tracking({ TargetValue: 60, CustomizedMetricSpecification }, 'third'),
    refused('Only one TargetTrackingScaling policy for a given metric specification is allowed.'),
  );
  await deregister();
});

test('policies that make no sense are refused', async () => {
  const metric = predefined('SageMakerVariantInvocationsPerInstance');
  await assert.rejects(
    tracking(metric),
    refused(/^No scalable target registered for service namespace: sagemaker, /, 'ObjectNotFoundException'),
  );
  await register();
  await assert.rejects(
    tracking({ ...metric, TargetValue: 0 }),
    refused('TargetValue must be greater than 0'),
  );
  await assert.rejects(
    tracking(predefined('LambdaProvisionedConcurrencyUtilization')),
    refused(
      'Scalable dimension sagemaker:variant:DesiredInstanceCount only supports the following predefined metric types: SageMakerVariantInvocationsPerInstance, SageMakerVariantConcurrentRequestsPerModelHighResolution',
    ),
  );
  await assert.rejects(
    tracking({ TargetValue: 1 }),
    refused(/either a predefined metric or a customized metric/),
  );
  await assert.rejects(
    tracking({
      TargetValue: 1,
      CustomizedMetricSpecification: { Metrics: [{ Id: 'e', Expression: 'nonsense(' }] },
    }),
    { name: 'FailedResourceAccessException' },
  );
  const step = (...StepAdjustments: (readonly [number | undefined, number | undefined, number])[]) =>
    stepping({
      AdjustmentType: 'ChangeInCapacity',
      StepAdjustments: StepAdjustments.map(([lower, upper, ScalingAdjustment]) => ({
        MetricIntervalLowerBound: lower,
        MetricIntervalUpperBound: upper,
        ScalingAdjustment,
      })),
    });
  await assert.rejects(step([undefined, undefined, 1]), refused(/^Both lower and upper bounds/));
  await assert.rejects(
    step([0, 10, 1]),
    refused(/^There must be a StepAdjustment with an unspecified upper bound/),
  );
  await assert.rejects(
    step([-5, 0, 1]),
    refused(/^There must be a StepAdjustment with an unspecified lower bound/),
  );
  await assert.rejects(step([0, 10, 1], [5, undefined, 2]), refused(/cannot overlap/));
  await assert.rejects(step([0, 10, 1], [15, undefined, 2]), refused(/gaps/));
  await assert.rejects(step([0, undefined, 1], [10, undefined, 2]), refused(/^At most one StepAdjustment/));
  await assert.rejects(step(), refused(/at least one step adjustment/));
  await assert.rejects(
    step(
      ...Array.from({ length: 21 }, (_, index) => [index, index === 20 ? undefined : index + 1, 1] as const),
    ),
    refused('There can be at most 20 step adjustments per scaling policy'),
  );
  await assert.rejects(
    world.scaling.send(
      new sdk.PutScalingPolicyCommand({ ...variant, PolicyName: 'p', PolicyType: 'PredictiveScaling' }),
    ),
    refused(/^PredictiveScaling is not supported/),
  );
  await assert.rejects(
    world.scaling.send(
      new sdk.GetPredictiveScalingForecastCommand({
        ...variant,
        PolicyName: 'p',
        StartTime: new Date(),
        EndTime: new Date(),
      }),
    ),
    refused(/^No scaling policy found/, 'ObjectNotFoundException'),
  );
  await step([0, undefined, 1]);
  await assert.rejects(tracking(metric, 'step'), refused(/cannot be changed/));
  await deregister();
});

test('a step policy shows the alarms that act upon it', async () => {
  await register();
  const { PolicyARN = '', Alarms } = await stepping({
    AdjustmentType: 'PercentChangeInCapacity',
    StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 50 }],
    MinAdjustmentMagnitude: 2,
    Cooldown: 60,
    MetricAggregationType: 'Maximum',
  });
  assert.deepEqual(Alarms, []);
  await world.cloudWatch.send(
    new PutMetricAlarmCommand({
      AlarmName: 'busy',
      Namespace: 'n',
      MetricName: 'm',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
      AlarmActions: [PolicyARN],
    }),
  );
  const [described] = await policies({ PolicyNames: ['step'] });
  assert.deepEqual(
    described?.Alarms?.map(({ AlarmName }) => AlarmName),
    ['busy'],
  );
  assert.equal(described?.StepScalingPolicyConfiguration?.MinAdjustmentMagnitude, 2);
  await deregister();
  assert.ok(await alarm('busy'), 'an alarm of the user stays');
});

test('tags', async () => {
  const { ScalableTargetARN: ResourceARN } = await register({ Tags: { team: 'a' } });
  await world.scaling.send(new sdk.TagResourceCommand({ ResourceARN, Tags: { stage: 'test', team: 'b' } }));
  await world.scaling.send(new sdk.UntagResourceCommand({ ResourceARN, TagKeys: ['stage', 'none'] }));
  const tags = (arn: string | undefined) =>
    world.scaling.send(new sdk.ListTagsForResourceCommand({ ResourceARN: arn }));
  assert.deepEqual((await tags(ResourceARN)).Tags, { team: 'b' });
  await assert.rejects(register({ Tags: { more: 'c' } }), refused(/already exists. To update tags/));
  await assert.rejects(tags(`${ResourceARN}0`), {
    name: 'ResourceNotFoundException',
    ResourceName: `${ResourceARN}0`,
  });
  await deregister();
});

test('scheduled actions: once, at a rate, by cron in a time zone', async () => {
  await register();
  const put = (ScheduledActionName: string, input: Partial<sdk.PutScheduledActionCommandInput>) =>
    world.scaling.send(
      new sdk.PutScheduledActionCommand({
        ...variant,
        ScheduledActionName,
        ScalableTargetAction: { MinCapacity: 1 },
        ...input,
      }),
    );
  const soon = new Date(Date.now() + 1500).toISOString().slice(0, 19);
  await put('soon', { Schedule: `at(${soon})`, ScalableTargetAction: { MinCapacity: 2, MaxCapacity: 3 } });
  const window = {
    StartTime: new Date(Date.now() + 86_400_000),
    EndTime: new Date(Date.now() + 172_800_000),
  };
  await put('nightly', { Schedule: 'cron(0 2 * * ? *)', Timezone: 'Europe/Berlin', ...window });
  await put('often', { Schedule: 'rate(5 minutes)' });
  await put('nightly', { ScalableTargetAction: { MaxCapacity: 2 } });
  await assert.rejects(put('x', { Schedule: 'sometimes' }), refused(/sometimes is not valid/));
  await assert.rejects(put('x', { Schedule: 'rate(5 minutes)', Timezone: 'Mars' }), refused(/Mars/));
  await assert.rejects(put('x', { Schedule: 'at(2020-01-01T00:00:00)' }), refused(/in the future/));
  const actions = async () =>
    (
      await world.scaling.send(
        new sdk.DescribeScheduledActionsCommand({
          ServiceNamespace: 'sagemaker',
          ResourceId: variant.ResourceId,
        }),
      )
    ).ScheduledActions ?? [];
  const nightly = (await actions()).find(({ ScheduledActionName }) => ScheduledActionName === 'nightly');
  assert.deepEqual(
    [nightly?.Schedule, nightly?.Timezone, nightly?.StartTime, nightly?.ScalableTargetAction],
    ['cron(0 2 * * ? *)', 'Europe/Berlin', undefined, { MaxCapacity: 2 }],
  );
  assert.match(
    nightly?.ScheduledActionARN ?? '',
    /^arn:aws:autoscaling:[^:]+:0{12}:scheduledAction:[0-9a-f-]{36}:resource\/sagemaker\/endpoint\/up\/variant\/AllTraffic:scheduledActionName\/nightly$/,
  );

  const activities = async () =>
    (await world.scaling.send(new sdk.DescribeScalingActivitiesCommand({ ServiceNamespace: 'sagemaker' })))
      .ScalingActivities ?? [];
  const done = ({ Cause, StatusCode }: sdk.ScalingActivity) =>
    Cause === 'minimum capacity was set to 2' && StatusCode === 'Successful';
  for (let waited = 0; waited < 15_000 && !(await activities()).some(done); waited += 100) await pause(100);
  const told = (await activities()).map((activity) => [
    activity.Description,
    activity.Cause,
    activity.StatusCode,
    activity.StatusMessage,
  ]);
  assert.deepEqual(told.slice(0, 2), [
    [
      'Setting desired instance count to 2.',
      'minimum capacity was set to 2',
      'Successful',
      'Successfully set desired instance count to 2. Change successfully fulfilled by sagemaker.',
    ],
    [
      'Setting min capacity to 2 and max capacity to 3',
      'scheduled action name soon was triggered',
      'Successful',
      'Successfully set min capacity to 2 and max capacity to 3',
    ],
  ]);
  const remove = (ScheduledActionName: string) =>
    world.scaling.send(new sdk.DeleteScheduledActionCommand({ ...variant, ScheduledActionName }));
  await remove('often');
  await assert.rejects(remove('often'), { name: 'ObjectNotFoundException' });
  await deregister();
  assert.deepEqual(await actions(), []);
});

test('pages', async () => {
  await register();
  for (const PolicyName of ['a', 'b', 'c']) {
    await world.scaling.send(
      new sdk.PutScalingPolicyCommand({
        ...variant,
        PolicyName,
        PolicyType: 'StepScaling',
        StepScalingPolicyConfiguration: {
          AdjustmentType: 'ExactCapacity',
          StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 2 }],
        },
      }),
    );
  }
  const names: (string | undefined)[] = [];
  const pages = sdk.paginateDescribeScalingPolicies(
    { client: world.scaling, pageSize: 2 },
    { ServiceNamespace: 'sagemaker' },
  );
  for await (const page of pages)
    names.push(...(page.ScalingPolicies ?? []).map(({ PolicyName }) => PolicyName));
  assert.deepEqual(names, ['a', 'b', 'c']);
  await assert.rejects(policies({ NextToken: 'nonsense' }), { name: 'InvalidNextTokenException' });
  await assert.rejects(policies({ MaxResults: 11 }), refused('MaxResults must be between 1 and 10'));
  await deregister();
});

test('who may scale what is decided by IAM', async () => {
  await register();
  const UserName = 'scaler';
  await world.iam.send(new CreateUserCommand({ UserName }));
  const Statement = [
    {
      Effect: 'Allow',
      Action: ['application-autoscaling:RegisterScalableTarget', 'application-autoscaling:PutScalingPolicy'],
      Resource: '*',
      Condition: {
        StringEquals: { 'application-autoscaling:scalable-dimension': variant.ScalableDimension },
      },
    },
  ];
  await world.iam.send(
    new PutUserPolicyCommand({
      UserName,
      PolicyName: 'scale',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
    }),
  );
  const { AccessKey } = await world.iam.send(new CreateAccessKeyCommand({ UserName }));
  const client = new sdk.ApplicationAutoScalingClient({
    ...world.postern.client,
    credentials: {
      accessKeyId: AccessKey?.AccessKeyId ?? '',
      secretAccessKey: AccessKey?.SecretAccessKey ?? '',
    },
  });
  // the alarms are made by the role that is linked to scaling: nothing more is needed
  await client.send(new sdk.RegisterScalableTargetCommand({ ...variant, MaxCapacity: 2 }));
  await client.send(
    new sdk.PutScalingPolicyCommand({
      ...variant,
      PolicyName: 'track',
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: predefined('SageMakerVariantInvocationsPerInstance'),
    }),
  );
  const denied = (action: string) => ({
    name: 'AccessDeniedException',
    message: new RegExp(`is not authorized to perform: application-autoscaling:${action} on resource`),
  });
  await assert.rejects(
    client.send(new sdk.DescribeScalableTargetsCommand({ ServiceNamespace: 'sagemaker' })),
    denied('DescribeScalableTargets'),
  );
  await assert.rejects(
    client.send(new sdk.DeregisterScalableTargetCommand(variant)),
    denied('DeregisterScalableTarget'),
  );
  const other = { ...variant, ScalableDimension: 'sagemaker:variant:DesiredProvisionedConcurrency' } as const;
  await assert.rejects(
    client.send(new sdk.RegisterScalableTargetCommand({ ...other, MinCapacity: 1, MaxCapacity: 2 })),
    denied('RegisterScalableTarget'),
  );
  client.destroy();
  await deregister();
});
