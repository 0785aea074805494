import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  type MetricDatum,
  paginateGetMetricData,
  PutDashboardCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { type CloudWatchStack, openCloudWatchStack } from './stack.ts';

let stack: CloudWatchStack;
before(async () => {
  stack = await openCloudWatchStack();
});
after(() => stack[Symbol.asyncDispose]());

const MINUTE_MS = 60_000;
/** The start of the minute before the last. */
const base = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 2 * MINUTE_MS;
const at = (ms: number): Date => new Date(base + ms);

const put = (Namespace: string, ...MetricData: MetricDatum[]) =>
  stack.client.send(new PutMetricDataCommand({ Namespace, MetricData }));

const statistics = (Namespace: string, more: object = {}) =>
  stack.client.send(
    new GetMetricStatisticsCommand({
      Namespace,
      MetricName: 'm',
      StartTime: at(0),
      EndTime: at(2 * MINUTE_MS),
      Period: 60,
      ...(!('ExtendedStatistics' in more) && {
        Statistics: ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'],
      }),
      ...more,
    }),
  );

const data = (input: Partial<GetMetricDataCommandInput>) =>
  stack.client.send(
    new GetMetricDataCommand({
      StartTime: at(0),
      EndTime: at(2 * MINUTE_MS),
      MetricDataQueries: [],
      ...input,
    }),
  );

const query = (Id: string, Namespace: string, Stat: string, more: object = {}) => ({
  Id,
  MetricStat: { Metric: { Namespace, MetricName: 'm' }, Period: 60, Stat, ...more },
});

test('values, values with counts and statistic sets add up', async () => {
  await put('sums', { MetricName: 'm', Value: 3, Timestamp: at(0), Unit: 'Count' });
  await put(
    'sums',
    { MetricName: 'm', Values: [1, 10], Counts: [2, 3], Timestamp: at(1000), Unit: 'Count' },
    {
      MetricName: 'm',
      StatisticValues: { SampleCount: 4, Sum: 8, Minimum: 0.5, Maximum: 5 },
      Timestamp: at(2000),
      Unit: 'Count',
    },
    { MetricName: 'm', Value: 7, Timestamp: at(MINUTE_MS), Unit: 'Count' },
  );
  const { Label, Datapoints } = await statistics('sums');
  assert.equal(Label, 'm');
  assert.deepEqual(Datapoints, [
    { Timestamp: at(0), SampleCount: 10, Average: 4.3, Sum: 43, Minimum: 0.5, Maximum: 10, Unit: 'Count' },
    { Timestamp: at(MINUTE_MS), SampleCount: 1, Average: 7, Sum: 7, Minimum: 7, Maximum: 7, Unit: 'Count' },
  ]);
  const longer = await statistics('sums', { Period: 120, Statistics: ['Sum'] });
  assert.deepEqual(longer.Datapoints, [{ Timestamp: at(0), Sum: 50, Unit: 'Count' }]);
  const percentiles = await statistics('sums', { ExtendedStatistics: ['p50'] });
  assert.deepEqual(
    percentiles.Datapoints?.map(({ Timestamp }) => Timestamp),
    [at(MINUTE_MS)],
    'a statistic set hides the percentiles of its minute',
  );
});

test('percentiles, trimmed means and ranks', async () => {
  const Values = Array.from({ length: 100 }, (_, n) => n + 1);
  await put('percentiles', { MetricName: 'm', Values, Timestamp: at(0) });
  const { Datapoints } = await statistics('percentiles', {
    ExtendedStatistics: [
      'p50',
      'p99',
      'p100',
      'tm90',
      'TM(25%:75%)',
      'IQM',
      'WM(:90%)',
      'PR(:20)',
      'TC(10:20)',
      'ts50',
    ],
  });
  assert.deepEqual(Datapoints?.[0]?.ExtendedStatistics, {
    p50: 50,
    p99: 99,
    p100: 100,
    tm90: 45.5,
    'TM(25%:75%)': 50.5,
    IQM: 50.5,
    'WM(:90%)': 49.95,
    'PR(:20)': 20,
    'TC(10:20)': 10,
    ts50: 1275,
  });
});

test('each unit is a series of its own', async () => {
  await put(
    'units',
    { MetricName: 'm', Value: 5, Timestamp: at(0), Unit: 'Seconds' },
    { MetricName: 'm', Value: 6, Timestamp: at(0), Unit: 'Milliseconds' },
  );
  const all = await statistics('units', { Statistics: ['Sum'] });
  assert.deepEqual(all.Datapoints?.map(({ Unit, Sum }) => `${Sum} ${Unit}`).sort(), [
    '5 Seconds',
    '6 Milliseconds',
  ]);
  const one = await statistics('units', { Statistics: ['Sum'], Unit: 'Seconds' });
  assert.equal(one.Datapoints?.length, 1);
  const { MetricDataResults } = await data({
    MetricDataQueries: [query('any', 'units', 'Sum'), query('s', 'units', 'Sum', { Unit: 'Seconds' })],
  });
  const [any, seconds] = MetricDataResults ?? [];
  assert.deepEqual(any?.Values, [6], 'Milliseconds come before Seconds');
  assert.deepEqual(any?.Messages, [
    { Code: 'MultipleUnits', Value: "Multiple units returned: '[Milliseconds, Seconds]'" },
  ]);
  assert.deepEqual([seconds?.Values, seconds?.Messages], [[5], undefined]);
});

test('high resolution keeps seconds apart', async () => {
  for (const second of [0, 5, 10]) {
    await put('fine', { MetricName: 'm', Value: second, Timestamp: at(second * 1000), StorageResolution: 1 });
    await put('coarse', { MetricName: 'm', Value: second, Timestamp: at(second * 1000) });
  }
  const values = async (Namespace: string, Period: number) => {
    const found = await data({
      MetricDataQueries: [query('q', Namespace, 'SampleCount', { Period })],
      ScanBy: 'TimestampAscending',
    });
    return found.MetricDataResults?.[0]?.Values;
  };
  assert.deepEqual(await values('fine', 1), [1, 1, 1]);
  assert.deepEqual(await values('fine', 10), [2, 1]);
  assert.deepEqual(await values('fine', 60), [3]);
  assert.deepEqual(await values('coarse', 10), [3]);
});

test('GetMetricData labels what differs, fills in labels, and goes newest first', async () => {
  await put(
    'labels',
    { MetricName: 'm', Value: 1, Timestamp: at(0) },
    { MetricName: 'm', Value: 3, Timestamp: at(MINUTE_MS) },
  );
  const { MetricDataResults } = await data({
    MetricDataQueries: [
      query('a', 'labels', 'Sum'),
      query('b', 'labels', 'Maximum', { Period: 120 }),
      { ...query('c', 'labels', 'Sum'), Label: "${LABEL}: ${MAX} of ${SUM} in ${PROP('Namespace')}" },
      { ...query('d', 'labels', 'Sum'), ReturnData: false },
    ],
  });
  assert.deepEqual(
    MetricDataResults?.map(({ Id, Label, Values, StatusCode }) => [Id, Label, Values, StatusCode]),
    [
      ['a', 'm Sum 60', [3, 1], 'Complete'],
      ['b', 'm Maximum 120', [3], 'Complete'],
      ['c', 'm Sum 60: 3 of 4 in labels', [3, 1], 'Complete'],
    ],
  );
});

test('GetMetricData pages by data points', async () => {
  const Values = Array.from({ length: 5 }, (_, n) => n);
  for (const n of Values)
    await put('pages', { MetricName: 'm', Value: n, Timestamp: new Date(base - n * MINUTE_MS) });
  const seen: string[] = [];
  const pages = paginateGetMetricData(
    { client: stack.client },
    {
      StartTime: new Date(base - 10 * MINUTE_MS),
      EndTime: at(MINUTE_MS),
      MetricDataQueries: [query('a', 'pages', 'Sum'), query('b', 'pages', 'Maximum')],
      MaxDatapoints: 3,
    },
  );
  let count = 0;
  for await (const { MetricDataResults } of pages) {
    count++;
    for (const { Id, Values, StatusCode } of MetricDataResults ?? [])
      seen.push(`${Id}${Values?.join('')} ${StatusCode}`);
  }
  assert.deepEqual(seen, [
    'a012 PartialData',
    'a34 Complete',
    'b0 PartialData',
    'b123 PartialData',
    'b4 Complete',
  ]);
  assert.equal(count, 4);
  await assert.rejects(data({ MetricDataQueries: [query('a', 'pages', 'Sum')], NextToken: 'x' }), {
    name: 'InvalidNextToken',
  });
});

test('ListMetrics filters by namespace, name and dimensions, and pages', async () => {
  const Dimensions = (n: number) => [
    { Name: 'zone', Value: `z${n % 2}` },
    { Name: 'host', Value: `h${String(n).padStart(3, '0')}` },
  ];
  const many = Array.from({ length: 600 }, (_, n) => ({
    MetricName: 'm',
    Dimensions: Dimensions(n),
    Value: n,
  }));
  await put('listed', ...many, { MetricName: 'other', Value: 1 });
  const list = (input: object) =>
    stack.client.send(new ListMetricsCommand({ Namespace: 'listed', ...input }));
  const first = await list({});
  assert.equal(first.Metrics?.length, 500);
  const second = await list({ NextToken: first.NextToken });
  assert.equal(second.Metrics?.length, 101);
  assert.equal(second.NextToken, undefined);
  assert.equal((await list({ MetricName: 'other', RecentlyActive: 'PT3H' })).Metrics?.length, 1);
  assert.equal((await list({ Dimensions: [{ Name: 'zone', Value: 'z1' }] })).Metrics?.length, 300);
  const one = await list({ Dimensions: [{ Name: 'host', Value: 'h007' }, { Name: 'zone' }] });
  assert.deepEqual(one.Metrics, [
    {
      Namespace: 'listed',
      MetricName: 'm',
      Dimensions: [
        { Name: 'host', Value: 'h007' },
        { Name: 'zone', Value: 'z1' },
      ],
    },
  ]);
  const reversed = await stack.client.send(
    new GetMetricStatisticsCommand({
      Namespace: 'listed',
      MetricName: 'm',
      Dimensions: Dimensions(7).toReversed(),
      StartTime: at(0),
      EndTime: new Date(Date.now() + MINUTE_MS),
      Period: 60,
      Statistics: ['Sum'],
    }),
  );
  assert.equal(reversed.Datapoints?.[0]?.Sum, 7, 'the order of dimensions means nothing');
});

test('what engines record is there at once', async () => {
  const series = { account: '111122223333', region: 'eu-west-1', namespace: 'AWS/Lambda', name: 'Duration' };
  const dimensions = { FunctionName: 'f' };
  for (const value of [1, 2, 3]) {
    stack.telemetry.metrics.record({ ...series, dimensions, value, unit: 'Milliseconds', timeMs: base });
  }
  const { Datapoints } = await stack.client.send(
    new GetMetricStatisticsCommand({
      Namespace: 'AWS/Lambda',
      MetricName: 'Duration',
      Dimensions: [{ Name: 'FunctionName', Value: 'f' }],
      StartTime: at(0),
      EndTime: at(MINUTE_MS),
      Period: 60,
      Statistics: ['Sum'],
    }),
  );
  assert.deepEqual(Datapoints, [{ Timestamp: at(0), Sum: 6, Unit: 'Milliseconds' }]);
});

test("bad data is refused in AWS's words, and none of it is taken", async () => {
  const refused = (datum: Partial<MetricDatum>, name: string, message: string | RegExp) =>
    assert.rejects(put('bad', { MetricName: 'm', Value: 1 }, { MetricName: 'm', ...datum }), {
      name,
      message,
    });
  const combination = 'InvalidParameterCombinationException';
  const value = 'InvalidParameterValueException';
  await refused(
    { Value: 1, Values: [2] },
    combination,
    'The parameters MetricData.member.2.Value and MetricData.member.2.Values are mutually exclusive and you have specified both.',
  );
  await refused(
    { Values: [1, 2], Counts: [1] },
    value,
    'The parameters MetricData.member.2.Values and MetricData.member.2.Counts must be of the same size.',
  );
  await refused({}, combination, /At least one of the parameters MetricData.member.2.Value/);
  await refused(
    { Value: Number.NaN },
    value,
    'The value NaN for parameter MetricData.member.2.Value is invalid.',
  );
  await refused({ Value: 2 ** 361 }, value, /MetricData.member.2.Value is invalid/);
  await refused(
    { Value: 1, StorageResolution: 30 },
    value,
    'The parameter MetricData.member.2.StorageResolution must be a value in the set [ 1, 60 ].',
  );
  await refused(
    { Value: 1, Timestamp: new Date(Date.now() - 15 * 86_400_000) },
    value,
    'The parameter MetricData.member.2.Timestamp must specify a time within the past two weeks.',
  );
  await refused(
    { Value: 1, Timestamp: new Date(Date.now() + 3 * 3_600_000) },
    value,
    /Timestamp must specify/,
  );
  await assert.rejects(put('AWS/Mine', { MetricName: 'm', Value: 1 }), { name: value });
  await assert.rejects(put('bad', ...Array.from({ length: 1001 }, () => ({ MetricName: 'm', Value: 1 }))), {
    message: 'The collection MetricData must not have a size greater than 1000.',
  });
  assert.deepEqual((await stack.client.send(new ListMetricsCommand({ Namespace: 'bad' }))).Metrics, []);
});

test('bad questions are refused', async () => {
  await assert.rejects(statistics('q', { Period: 1, EndTime: at(86_400_000) }), {
    name: 'InvalidParameterCombinationException',
    message:
      'You have requested up to 86400 datapoints, which exceeds the limit of 1440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.',
  });
  await assert.rejects(statistics('q', { EndTime: at(-1000) }), {
    name: 'InvalidParameterValueException',
    message: 'The parameter StartTime must be less than the parameter EndTime.',
  });
  await assert.rejects(statistics('q', { Period: 7 }), { name: 'InvalidParameterValueException' });
  await assert.rejects(statistics('q', { ExtendedStatistics: ['p101'] }), {
    name: 'InvalidParameterValueException',
  });
  await assert.rejects(data({ MetricDataQueries: [query('q', 'n', 'Median')] }), {
    name: 'ValidationException',
    message:
      'The value Median for parameter MetricDataQueries.member.1.MetricStat.Stat is not a valid statistic.',
  });
  await assert.rejects(data({ MetricDataQueries: [query('q', 'n', 'Sum'), query('q', 'n', 'Sum')] }), {
    message: 'The values for parameter id in MetricDataQueries are not unique.',
  });
  await assert.rejects(
    stack.client.send(new PutDashboardCommand({ DashboardName: 'd', DashboardBody: '{}' })),
    { name: 'NotImplemented' },
  );
});
