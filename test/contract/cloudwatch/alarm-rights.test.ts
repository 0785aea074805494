import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { startPostern } from '../../postern.ts';

test('a user may do with alarms what policies say, by ARN, tag and action', async () => {
  await using postern = await startPostern();
  const { region } = postern.client;
  const arn = (name: string) => `arn:aws:cloudwatch:${region}:000000000000:alarm:${name}`;
  const topic = (name: string) => `arn:aws:sns:${region}:000000000000:${name}`;
  const iam = new IAMClient(postern.client);
  await iam.send(new CreateUserCommand({ UserName: 'watcher' }));
  const Statement = [
    {
      Effect: 'Allow',
      Action: 'cloudwatch:PutMetricAlarm',
      Resource: arn('team-*'),
      Condition: { 'ForAllValues:StringEquals': { 'cloudwatch:AlarmActions': topic('team') } },
    },
    { Effect: 'Allow', Action: 'cloudwatch:DescribeAlarms', Resource: arn('*') },
    {
      Effect: 'Allow',
      Action: ['cloudwatch:SetAlarmState', 'cloudwatch:DeleteAlarms'],
      Resource: '*',
      Condition: { StringEquals: { 'aws:ResourceTag/owner': 'team' } },
    },
  ];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await iam.send(new PutUserPolicyCommand({ UserName: 'watcher', PolicyName: 'p', PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'watcher' }));
  const credentials = {
    accessKeyId: AccessKey?.AccessKeyId as string,
    secretAccessKey: AccessKey?.SecretAccessKey as string,
  };
  const root = new CloudWatchClient(postern.client);
  const user = new CloudWatchClient({ ...postern.client, credentials });
  const put = (client: CloudWatchClient, AlarmName: string, more: Partial<PutMetricAlarmCommandInput> = {}) =>
    client.send(
      new PutMetricAlarmCommand({
        AlarmName,
        Namespace: 'n',
        MetricName: 'm',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanThreshold',
        ...more,
      }),
    );
  const denied = (work: Promise<unknown>, message: RegExp) =>
    assert.rejects(work, { name: 'AccessDeniedException', message });

  await put(user, 'team-a', { AlarmActions: [topic('team')] });
  await denied(put(user, 'other'), /cloudwatch:PutMetricAlarm on resource: \S+:alarm:other/);
  await denied(put(user, 'team-b', { AlarmActions: [topic('others')] }), /PutMetricAlarm/);
  await denied(put(user, 'team-c', { Tags: [{ Key: 'a', Value: 'b' }] }), /cloudwatch:TagResource/);

  assert.equal((await user.send(new DescribeAlarmsCommand({}))).MetricAlarms?.length, 1);
  const composite = new DescribeAlarmsCommand({ AlarmTypes: ['CompositeAlarm'] });
  await denied(user.send(composite), /cloudwatch:DescribeAlarms on resource: \*/);

  await put(root, 'owned', { Tags: [{ Key: 'owner', Value: 'team' }] });
  const set = (AlarmName: string) =>
    user.send(new SetAlarmStateCommand({ AlarmName, StateValue: 'OK', StateReason: 'r' }));
  await set('owned');
  await denied(set('team-a'), /SetAlarmState/);
  await denied(user.send(new DeleteAlarmsCommand({ AlarmNames: ['owned', 'team-a'] })), /alarm:team-a/);
  await user.send(new DeleteAlarmsCommand({ AlarmNames: ['owned'] }));
});
