import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandInput,
  DescribeAlarmsForMetricCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  ListTagsForResourceCommand,
  paginateDescribeAlarmHistory,
  paginateDescribeAlarms,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  SetAlarmStateCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import { startPostern, type TestPostern } from '../../postern.ts';

let postern: TestPostern;
let client: CloudWatchClient;
before(async () => {
  postern = await startPostern();
  client = new CloudWatchClient({ ...postern.client, maxAttempts: 1 });
});
after(async () => {
  client.destroy();
  await postern[Symbol.asyncDispose]();
});

const least: PutMetricAlarmCommandInput = {
  AlarmName: 'least',
  Namespace: 'n',
  MetricName: 'm',
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanThreshold',
};
const put = (input: Partial<PutMetricAlarmCommandInput>) =>
  client.send(new PutMetricAlarmCommand({ ...least, ...input }));
const describe = (input: DescribeAlarmsCommandInput) => client.send(new DescribeAlarmsCommand(input));
const one = async (name: string) => (await describe({ AlarmNames: [name] })).MetricAlarms?.[0];
const arnOf = (name: string) => `arn:aws:cloudwatch:${postern.client.region}:000000000000:alarm:${name}`;
const topic = () => `arn:aws:sns:${postern.client.region}:000000000000:topic`;

test('every setting comes back as it was put', async () => {
  const full = {
    AlarmName: 'all of it: ä',
    AlarmDescription: 'says all',
    ActionsEnabled: false,
    OKActions: [topic()],
    AlarmActions: [topic(), `arn:aws:lambda:${postern.client.region}:000000000000:function:f`],
    InsufficientDataActions: [],
    Namespace: 'AWS/Lambda',
    MetricName: 'Duration',
    Dimensions: [
      { Name: 'FunctionName', Value: 'f' },
      { Name: 'Resource', Value: 'f:live' },
    ],
    ExtendedStatistic: 'p99.9',
    Period: 300,
    Unit: 'Milliseconds' as const,
    EvaluationPeriods: 5,
    DatapointsToAlarm: 3,
    Threshold: 0.125,
    ComparisonOperator: 'LessThanOrEqualToThreshold' as const,
    TreatMissingData: 'notBreaching',
    EvaluateLowSampleCountPercentile: 'ignore',
  };
  await client.send(new PutMetricAlarmCommand(full));
  const alarm = await one(full.AlarmName);
  const { AlarmConfigurationUpdatedTimestamp, StateUpdatedTimestamp, StateTransitionedTimestamp, ...rest } =
    alarm ?? {};
  assert.deepEqual(rest, {
    ...full,
    AlarmArn: arnOf(full.AlarmName),
    StateValue: 'INSUFFICIENT_DATA',
    StateReason: 'Unchecked: Initial alarm creation',
  });
  for (const time of [
    AlarmConfigurationUpdatedTimestamp,
    StateUpdatedTimestamp,
    StateTransitionedTimestamp,
  ]) {
    assert.ok(Math.abs((time?.getTime() ?? 0) - Date.now()) < 60_000);
  }
});

test('an alarm on an expression comes back as it was put', async () => {
  const stat = (MetricName: string) => ({
    Metric: { Namespace: 'n', MetricName, Dimensions: [{ Name: 'a', Value: 'b' }] },
    Period: 60,
    Stat: 'Sum',
  });
  const Metrics = [
    { Id: 'rate', Expression: '100 * errors / calls', Label: 'errors in percent', ReturnData: true },
    { Id: 'errors', MetricStat: stat('errors'), ReturnData: false },
    { Id: 'calls', MetricStat: { ...stat('calls'), Unit: 'Count' as const }, ReturnData: false },
  ];
  const rest = { EvaluationPeriods: 3, Threshold: 1, ComparisonOperator: 'GreaterThanThreshold' as const };
  await client.send(new PutMetricAlarmCommand({ AlarmName: 'rate', Metrics, ...rest }));
  const alarm = await one('rate');
  assert.deepEqual(alarm?.Metrics, Metrics);
  assert.equal(alarm?.MetricName, undefined);
  assert.equal(alarm?.Period, undefined);
  const wrong = (change: object, message: string | RegExp) =>
    assert.rejects(
      client.send(new PutMetricAlarmCommand({ AlarmName: 'wrong', Metrics, ...rest, ...change })),
      { name: /Validation|InvalidParameterCombination/, message },
    );
  const [rate, errors, calls] = Metrics;
  await wrong(
    { Metrics: [rate, errors, { ...calls, ReturnData: true }] },
    'Exactly one element of the metrics list should return data.',
  );
  await wrong({ Metrics: [rate, errors] }, /Undefined variable 'calls'/);
  await wrong({ Metrics: [{ Id: 'e', Expression: "SEARCH('{n,a} x', 'Sum', 60)" }] }, /SEARCH/);
  await wrong({ Metrics: [{ Id: 'e', Expression: 'METRICS()' }, errors, calls] }, /time series/);
  await wrong({ MetricName: 'm' }, /MetricName and Metrics are mutually exclusive/);
});

test('an update takes the place of all settings, but not of state and tags', async () => {
  await put({ AlarmName: 'updated', AlarmDescription: 'first', Tags: [{ Key: 'a', Value: '1' }] });
  await client.send(
    new SetAlarmStateCommand({ AlarmName: 'updated', StateValue: 'ALARM', StateReason: 'because' }),
  );
  await put({ AlarmName: 'updated', Threshold: 7, Tags: [{ Key: 'b', Value: '2' }] });
  const alarm = await one('updated');
  assert.equal(alarm?.AlarmDescription, undefined);
  assert.equal(alarm?.Threshold, 7);
  assert.equal(alarm?.StateValue, 'ALARM');
  assert.equal(alarm?.StateReason, 'because');
  const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceARN: arnOf('updated') }));
  assert.deepEqual(Tags, [{ Key: 'a', Value: '1' }]);
});

test('what is no alarm is refused in CloudWatch words', async () => {
  const refused = (input: Partial<PutMetricAlarmCommandInput>, name: string, message?: string) =>
    assert.rejects(put({ AlarmName: 'refused', ...input }), { name, ...(message && { message }) });
  await refused({ Period: 45 }, 'ValidationException', 'Period must be 10, 20, 30 or a multiple of 60');
  await refused(
    { Period: 86_400, EvaluationPeriods: 8 },
    'ValidationException',
    'Metrics cannot be checked across more than a week (EvaluationPeriods * Period must be <= 604800) for alarms using period >= 3600',
  );
  await refused(
    { Period: 300, EvaluationPeriods: 289 },
    'ValidationException',
    'Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400) for alarms using period < 3600',
  );
  await refused({ DatapointsToAlarm: 2 }, 'ValidationException');
  await refused({ EvaluationPeriods: 0 }, 'ValidationException');
  await refused({ AlarmActions: ['foo'] }, 'ValidationException', 'Invalid arn syntax: foo');
  await refused(
    { AlarmActions: ['arn:aws:sns:ap-south-1:000000000000:t'] },
    'ValidationException',
    `Invalid region ap-south-1 specified. Only ${postern.client.region} is supported.`,
  );
  await refused({ AlarmActions: Array(6).fill(topic()) }, 'ValidationException');
  await refused({ ExtendedStatistic: 'p99' }, 'InvalidParameterCombinationException');
  await refused({ Statistic: undefined, ExtendedStatistic: 'p101' }, 'InvalidParameterValueException');
  await refused({ Statistic: undefined }, 'ValidationException');
  await refused({ Threshold: undefined }, 'MissingRequiredParameterException');
  await refused(
    { Threshold: Number.NaN },
    'InvalidParameterValueException',
    'The value NaN for parameter Threshold is invalid.',
  );
  await refused({ Threshold: Number.POSITIVE_INFINITY }, 'InvalidParameterValueException');
  await refused({ MetricName: undefined }, 'MissingRequiredParameterException');
  await refused({ TreatMissingData: 'maybe' }, 'InvalidParameterValueException');
  await refused({ AlarmName: 'a\nb' }, 'ValidationException');
  await refused({ ComparisonOperator: 'GreaterThanUpperThreshold' }, 'NotImplemented');
  await refused({ ThresholdMetricId: 'ad1' }, 'NotImplemented');
  assert.equal(await one('refused'), undefined);
});

test('alarms are found by name, prefix, state, action and metric, in pages', async () => {
  for (let index = 0; index < 7; index++) {
    await put({
      AlarmName: `found ${index}`,
      MetricName: 'found',
      ...(index > 4 && { OKActions: [topic()] }),
    });
  }
  await client.send(
    new SetAlarmStateCommand({ AlarmName: 'found 3', StateValue: 'OK', StateReason: 'it is' }),
  );
  const names = async (input: DescribeAlarmsCommandInput) =>
    (await describe({ AlarmNamePrefix: 'found', ...input })).MetricAlarms?.map(({ AlarmName }) => AlarmName);
  assert.equal((await names({}))?.length, 7);
  assert.deepEqual(await names({ StateValue: 'OK' }), ['found 3']);
  assert.deepEqual(await names({ ActionPrefix: 'arn:aws:sns' }), ['found 5', 'found 6']);
  assert.deepEqual(
    await names({ AlarmNamePrefix: undefined, AlarmNames: ['found 2', 'nobody', 'found 1'] }),
    ['found 1', 'found 2'],
  );
  const pages = [];
  for await (const page of paginateDescribeAlarms({ client, pageSize: 3 }, { AlarmNamePrefix: 'found' })) {
    pages.push(page.MetricAlarms?.length);
  }
  assert.deepEqual(pages, [3, 3, 1]);
  await assert.rejects(describe({ NextToken: 'nonsense' }), { name: 'InvalidNextToken' });
  await assert.rejects(describe({ AlarmNames: ['a'], AlarmNamePrefix: 'a' }), {
    name: 'InvalidParameterCombinationException',
  });
  const forMetric = (input: object) =>
    client.send(new DescribeAlarmsForMetricCommand({ Namespace: 'n', MetricName: 'found', ...input }));
  assert.equal((await forMetric({})).MetricAlarms?.length, 7);
  assert.equal((await forMetric({ Statistic: 'Average' })).MetricAlarms?.length, 0);
  assert.equal((await forMetric({ Dimensions: [{ Name: 'a', Value: 'b' }] })).MetricAlarms?.length, 0);
});

test('the history: configuration, states, in both directions, in pages', async () => {
  await put({ AlarmName: 'past' });
  for (const StateValue of ['ALARM', 'OK', 'ALARM'] as const) {
    await client.send(
      new SetAlarmStateCommand({
        AlarmName: 'past',
        StateValue,
        StateReason: 'as told',
        StateReasonData: '{"by":"hand"}',
      }),
    );
  }
  await client.send(new DeleteAlarmsCommand({ AlarmNames: ['past', 'never was'] }));
  const asked = { AlarmName: 'past', ScanBy: 'TimestampAscending' as const };
  const { AlarmHistoryItems: items = [] } = await client.send(new DescribeAlarmHistoryCommand(asked));
  assert.deepEqual(
    items.map(({ HistorySummary }) => HistorySummary),
    [
      'Alarm "past" created',
      'Alarm updated from INSUFFICIENT_DATA to ALARM',
      'Alarm updated from ALARM to OK',
      'Alarm updated from OK to ALARM',
      'Alarm "past" deleted',
    ],
  );
  const created = JSON.parse(items[0]?.HistoryData ?? '');
  assert.equal(created.type, 'Create');
  assert.equal(created.createdAlarm.alarmName, 'past');
  assert.deepEqual(created.createdAlarm.okactions, []);
  assert.deepEqual(JSON.parse(items[2]?.HistoryData ?? ''), {
    version: '1.0',
    oldState: { stateValue: 'ALARM', stateReason: 'as told', stateReasonData: { by: 'hand' } },
    newState: { stateValue: 'OK', stateReason: 'as told', stateReasonData: { by: 'hand' } },
  });
  const newest = [];
  const settings = { client, pageSize: 2 };
  for await (const page of paginateDescribeAlarmHistory(settings, {
    AlarmName: 'past',
    HistoryItemType: 'StateUpdate',
  })) {
    newest.push(page.AlarmHistoryItems?.map(({ HistorySummary = '' }) => HistorySummary.split(' to ')[1]));
  }
  assert.deepEqual(newest, [['ALARM', 'OK'], ['ALARM']]);
});

test('a state set by hand', async () => {
  await put({ AlarmName: 'set' });
  const set = (input: object) =>
    client.send(new SetAlarmStateCommand({ AlarmName: 'set', StateValue: 'OK', StateReason: 'r', ...input }));
  await set({});
  const first = await one('set');
  await set({ StateReason: 'still' });
  const second = await one('set');
  assert.equal(second?.StateReason, 'still');
  assert.deepEqual(second?.StateTransitionedTimestamp, first?.StateTransitionedTimestamp);
  await assert.rejects(set({ AlarmName: 'nobody' }), { name: 'ResourceNotFound' });
  await assert.rejects(set({ StateReasonData: '{' }), { name: 'InvalidFormatFault' });
  await assert.rejects(set({ StateValue: 'FINE' }), { name: 'ValidationException' });
});

test('actions are switched off and on', async () => {
  await put({ AlarmName: 'switched' });
  await client.send(new DisableAlarmActionsCommand({ AlarmNames: ['switched', 'nobody'] }));
  assert.equal((await one('switched'))?.ActionsEnabled, false);
  await client.send(new EnableAlarmActionsCommand({ AlarmNames: ['switched'] }));
  assert.equal((await one('switched'))?.ActionsEnabled, true);
});

test('tags', async () => {
  await put({ AlarmName: 'tagged', Tags: [{ Key: 'a', Value: '1' }] });
  const ResourceARN = arnOf('tagged');
  await client.send(
    new TagResourceCommand({
      ResourceARN,
      Tags: [
        { Key: 'a', Value: '2' },
        { Key: 'b', Value: '' },
      ],
    }),
  );
  const list = async () => (await client.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags;
  assert.deepEqual(await list(), [
    { Key: 'a', Value: '2' },
    { Key: 'b', Value: '' },
  ]);
  await client.send(new UntagResourceCommand({ ResourceARN, TagKeys: ['a', 'never'] }));
  assert.deepEqual(await list(), [{ Key: 'b', Value: '' }]);
  await assert.rejects(client.send(new ListTagsForResourceCommand({ ResourceARN: arnOf('nobody') })), {
    name: 'ResourceNotFoundException',
  });
  const Tags = Array.from({ length: 50 }, (_, index) => ({ Key: `t${index}`, Value: '' }));
  await assert.rejects(client.send(new TagResourceCommand({ ResourceARN, Tags })), {
    name: 'InvalidParameterValueException',
  });
});
