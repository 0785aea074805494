import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandInput,
  PutCompositeAlarmCommand,
  type PutCompositeAlarmCommandInput,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
  type StateValue,
} from '@aws-sdk/client-cloudwatch';
import { startPostern, type TestPostern } from '../../postern.ts';

let postern: TestPostern;
let client: CloudWatchClient;
before(async () => {
  postern = await startPostern();
  client = new CloudWatchClient({ ...postern.client, maxAttempts: 1 });
  for (const AlarmName of ['a', 'b', 'the third']) await putMetric(AlarmName);
});
after(async () => {
  client.destroy();
  await postern[Symbol.asyncDispose]();
});

const putMetric = (AlarmName: string) =>
  client.send(
    new PutMetricAlarmCommand({
      AlarmName,
      Namespace: 'n',
      MetricName: 'm',
      Statistic: 'Sum',
      Period: 3600,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'ignore',
    }),
  );
const put = (AlarmName: string, AlarmRule: string, more: Partial<PutCompositeAlarmCommandInput> = {}) =>
  client.send(new PutCompositeAlarmCommand({ AlarmName, AlarmRule, ...more }));
const set = (AlarmName: string, StateValue: StateValue) =>
  client.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'by hand' }));
const describe = (input: DescribeAlarmsCommandInput) => client.send(new DescribeAlarmsCommand(input));
const one = async (name: string) =>
  (await describe({ AlarmNames: [name], AlarmTypes: ['CompositeAlarm'] })).CompositeAlarms?.[0];
const arnOf = (name: string) => `arn:aws:cloudwatch:${postern.client.region}:000000000000:alarm:${name}`;

test('a composite alarm is judged when it is put and when its children change', async () => {
  const AlarmRule = `(ALARM(a) OR ALARM("${'the third'}")) AND NOT OK("${arnOf('b')}")`;
  await put('judged', AlarmRule, { AlarmDescription: 'of three' });
  const fresh = await one('judged');
  assert.equal(fresh?.AlarmRule, AlarmRule);
  assert.equal(fresh?.AlarmDescription, 'of three');
  assert.equal(fresh?.StateValue, 'OK');
  assert.equal(fresh?.StateReason, `${arnOf('judged')} was created and its alarm rule evaluates to OK`);
  assert.deepEqual(
    JSON.parse(fresh?.StateReasonData ?? '').triggeringAlarms.map(({ arn }: { arn: string }) => arn),
    [arnOf('a'), arnOf('the third'), arnOf('b')],
  );
  await set('the third', 'ALARM');
  const raised = await one('judged');
  assert.equal(raised?.StateValue, 'ALARM');
  assert.match(
    raised?.StateReason ?? '',
    new RegExp(
      `^${arnOf('the third')} transitioned to ALARM at \\w+ \\d\\d \\w+, \\d{4} \\d\\d:\\d\\d:\\d\\d UTC$`,
    ),
  );
  assert.equal(JSON.parse(raised?.StateReasonData ?? '').triggeringAlarms[0].state.value, 'ALARM');
  await set('b', 'OK');
  assert.equal((await one('judged'))?.StateValue, 'OK');
  await put('judged', 'TRUE');
  assert.equal(
    (await one('judged'))?.StateReason,
    `${arnOf('judged')} was updated and its alarm rule evaluates to ALARM`,
  );
  const { AlarmHistoryItems: items = [] } = await client.send(
    new DescribeAlarmHistoryCommand({
      AlarmName: 'judged',
      AlarmTypes: ['CompositeAlarm'],
      HistoryItemType: 'StateUpdate',
    }),
  );
  assert.equal(items.length, 4);
});

test('types, children and parents', async () => {
  await put('parent', 'ALARM(a) AND ALARM(b)');
  const shown = await describe({});
  assert.deepEqual(shown.CompositeAlarms, []);
  assert.equal(shown.MetricAlarms?.length, 3);
  const both = await describe({ AlarmTypes: ['CompositeAlarm', 'MetricAlarm'], AlarmNames: ['a', 'parent'] });
  assert.deepEqual([both.MetricAlarms?.length, both.CompositeAlarms?.length], [1, 1]);
  const children = await describe({ ChildrenOfAlarmName: 'parent' });
  assert.deepEqual(
    children.MetricAlarms?.map((alarm) => Object.keys(alarm).sort()),
    Array(2).fill(['AlarmArn', 'AlarmName', 'StateUpdatedTimestamp', 'StateValue']),
  );
  const parents = await describe({ ParentsOfAlarmName: 'a' });
  assert.deepEqual(
    parents.CompositeAlarms?.filter(({ AlarmName }) => AlarmName === 'parent'),
    [{ AlarmName: 'parent', AlarmArn: arnOf('parent') }],
  );
  await assert.rejects(describe({ ParentsOfAlarmName: 'a', StateValue: 'OK' }), {
    name: 'ValidationException',
  });
});

test('rules are refused, and what others depend on is not deleted', async () => {
  const refused = (rule: string, message: string | RegExp) =>
    assert.rejects(put('refused', rule), { name: 'ValidationException', message });
  await refused('ALARM(a', /^AlarmRule is not valid/);
  await refused(
    'ALARM(a) OR OK(nobody) OR OK("no one")',
    'Could not save the composite alarm as alarms [nobody, no one] in the alarm rule do not exist',
  );
  await refused(Array(501).fill('TRUE').join(' OR '), /500 elements/);
  await refused('', /AlarmRule|alarmRule/);
  await assert.rejects(put('a', 'TRUE'), { name: 'ValidationException' });
  await assert.rejects(
    put('refused', 'TRUE', {
      AlarmActions: [`arn:aws:autoscaling:${postern.client.region}:1:scalingPolicy:x`],
    }),
    { name: 'ValidationException' },
  );
  await put('holds a', 'ALARM(a)');
  await put('apart', 'TRUE');
  const drop = (...AlarmNames: string[]) => client.send(new DeleteAlarmsCommand({ AlarmNames }));
  await assert.rejects(drop('a'), {
    name: 'ValidationException',
    message: 'Cannot delete a as there are composite alarm(s) depending on it.',
  });
  await assert.rejects(drop('holds a', 'apart'), { name: 'ValidationException' });
  await drop('holds a');
  await drop('apart');
  assert.equal(await one('apart'), undefined);
});

test('a suppressor holds actions back, and says so', async () => {
  const suppressor = {
    ActionsSuppressor: arnOf('b'),
    ActionsSuppressorWaitPeriod: 60,
    ActionsSuppressorExtensionPeriod: 0,
  };
  await set('a', 'OK');
  await set('b', 'ALARM');
  await put('held', 'ALARM(a)', suppressor);
  await set('a', 'ALARM');
  const held = await one('held');
  const { ActionsSuppressor, ActionsSuppressorWaitPeriod, ActionsSuppressorExtensionPeriod } = held ?? {};
  assert.deepEqual(
    { ActionsSuppressor, ActionsSuppressorWaitPeriod, ActionsSuppressorExtensionPeriod },
    suppressor,
  );
  assert.equal(held?.StateValue, 'ALARM');
  assert.equal(held?.ActionsSuppressedBy, 'Alarm');
  await set('b', 'OK');
  assert.equal((await one('held'))?.ActionsSuppressedBy, undefined);
  await set('a', 'OK');
  assert.equal((await one('held'))?.ActionsSuppressedBy, 'WaitPeriod');
  assert.equal((await one('held'))?.ActionsSuppressedReason, 'Actions suppressed by WaitPeriod');
  await assert.rejects(client.send(new DeleteAlarmsCommand({ AlarmNames: ['b'] })), {
    name: 'ValidationException',
  });
  await assert.rejects(put('x', 'TRUE', { ...suppressor, ActionsSuppressor: 'nobody' }), {
    name: 'ValidationException',
  });
  await assert.rejects(put('x', 'TRUE', { ActionsSuppressor: 'b' }), {
    name: 'MissingRequiredParameterException',
  });
});
