import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
  type MetricDataQuery,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { run, without } from '../../other-clients.ts';
import { type CloudWatchStack, openCloudWatchStack } from './stack.ts';

let stack: CloudWatchStack;
before(async () => {
  stack = await openCloudWatchStack();
  const MetricData = Object.entries(VALUES).flatMap(([key, values]) => {
    const [MetricName, Value] = key.split(' ');
    const Dimensions = [{ Name: 'FunctionName', Value: Value as string }];
    return values.flatMap((value, minute) =>
      value === undefined
        ? []
        : { MetricName, Dimensions, Value: value, Timestamp: at(minute), Unit: 'Count' as const },
    );
  });
  await stack.client.send(new PutMetricDataCommand({ Namespace: 'Lambda', MetricData }));
});
after(() => stack[Symbol.asyncDispose]());

const MINUTE_MS = 60_000;
const base = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 6 * MINUTE_MS;
const at = (minute: number): Date => new Date(base + minute * MINUTE_MS);

const VALUES: Record<string, (number | undefined)[]> = {
  'Invocations one': [10, 20, undefined, 40],
  'Errors one': [1, undefined, 3, 4],
  'Invocations two': [100, 100, 100, 100],
};

const metric = (Id: string, MetricName: string, name: string, more: Partial<MetricDataQuery> = {}) => ({
  Id,
  MetricStat: {
    Metric: { Namespace: 'Lambda', MetricName, Dimensions: [{ Name: 'FunctionName', Value: name }] },
    Period: 60,
    Stat: 'Sum',
  },
  ReturnData: false,
  ...more,
});
const METRICS = [
  metric('i1', 'Invocations', 'one'),
  metric('e1', 'Errors', 'one'),
  metric('i2', 'Invocations', 'two'),
];

const ask = async (queries: MetricDataQuery[], more: Partial<GetMetricDataCommandInput> = {}) => {
  const { MetricDataResults = [] } = await stack.client.send(
    new GetMetricDataCommand({
      StartTime: at(0),
      EndTime: at(4),
      ScanBy: 'TimestampAscending',
      MetricDataQueries: queries,
      ...more,
    }),
  );
  return MetricDataResults.map(({ Id, Label, Timestamps = [], Values = [] }) => [
    Id,
    Label,
    ...Values.map((value, index) => [((Timestamps[index]?.getTime() ?? 0) - base) / MINUTE_MS, value]),
  ]);
};
const expression = (Expression: string, more: Partial<MetricDataQuery> = {}) =>
  ask([...METRICS, { Id: 'x', Expression, ...more }]);

test('expressions speak of metrics and of each other', async () => {
  assert.deepEqual(await expression('100 * e1 / i1'), [['x', 'x', [0, 10], [1, 0], [3, 10]]]);
  assert.deepEqual(
    await ask([
      { Id: 'rate', Expression: 'failed / all', Label: 'rate' },
      { Id: 'failed', Expression: 'FILL(e1, 0)', ReturnData: false },
      { Id: 'all', Expression: 'SUM([i1, i2])', ReturnData: false },
      ...METRICS,
    ]),
    [['rate', 'rate', [0, 1 / 110], [1, 0], [2, 0.03], [3, 4 / 140]]],
  );
});

test('arrays answer a result for each of their series, labelled apart', async () => {
  assert.deepEqual(await expression('METRICS("i") / 10', { Label: 'tenth of' }), [
    ['x', 'tenth of Invocations', [0, 1], [1, 2], [3, 4]],
    ['x', 'tenth of Invocations', [0, 10], [1, 10], [2, 10], [3, 10]],
  ]);
  assert.deepEqual(
    await expression('SORT(METRICS(), SUM, DESC, 1)', {
      Label: "${PROP('Dim.FunctionName')} ${SUM} ${LABEL}",
    }),
    [['x', 'two 400 Invocations', [0, 100], [1, 100], [2, 100], [3, 100]]],
  );
});

test('SEARCH finds what is there, and is the stuff of other expressions', async () => {
  const search = `SEARCH('{Lambda,FunctionName} MetricName="Invocations" NOT two', 'Sum', 60)`;
  assert.deepEqual(await ask([{ Id: 's', Expression: search }]), [
    ['s', 'Invocations', [0, 10], [1, 20], [3, 40]],
  ]);
  assert.deepEqual(await ask([{ Id: 's', Expression: "SEARCH('{Lambda,FunctionName}', 'Sum', 240)" }]), [
    ['s', 'one Errors', [0, 8]],
    ['s', 'one Invocations', [0, 70]],
    ['s', 'two Invocations', [0, 400]],
  ]);
  assert.deepEqual(
    await ask([{ Id: 's', Expression: `SUM(SEARCH('MetricName="Invocations"', 'Sum', 60))`, Label: 'all' }]),
    [['s', 'all', [0, 110], [1, 120], [2, 100], [3, 140]]],
  );
  assert.deepEqual(await ask([{ Id: 's', Expression: "SEARCH('nothing', 'Sum', 60)" }]), []);
});

test('arrays are paged through by data points', async () => {
  const pages: unknown[] = [];
  let NextToken: string | undefined;
  do {
    const page = await stack.client.send(
      new GetMetricDataCommand({
        StartTime: at(0),
        EndTime: at(4),
        MetricDataQueries: [...METRICS, { Id: 'x', Expression: 'METRICS()' }, { Id: 'y', Expression: '-i1' }],
        MaxDatapoints: 4,
        NextToken,
      }),
    );
    pages.push(page.MetricDataResults?.map(({ Id, Label, Values }) => `${Id} ${Label} ${Values?.join()}`));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  assert.deepEqual(pages, [
    ['x Invocations 40,20,10', 'x Errors 4'],
    ['x Errors 3,1', 'x Invocations 100,100'],
    ['x Invocations 100,100', 'y y -40,-20'],
    ['y y -10'],
  ]);
});

test('what cannot be evaluated is refused by the id of its expression', async () => {
  const refused = (Expression: string, message: string, name = 'ValidationException') =>
    assert.rejects(expression(Expression), { name, message });
  await refused('i1 +', "Error in expression 'x': Invalid syntax");
  await refused('i1 + i9', "Error in expression 'x': Undefined variable 'i9'");
  await refused('NOPE(i1)', "Error in expression 'x': Function 'NOPE' not found");
  await refused(
    'SUM(i1)',
    "Error in expression 'x': The result must be a time series or an array of time series",
  );
  await refused('x + 1', "Error in expression 'x': 'x' depends on itself");
  await refused(
    'ANOMALY_DETECTION_BAND(i1)',
    'ANOMALY_DETECTION_BAND in an expression is not implemented.',
    'NotImplemented',
  );
  await assert.rejects(ask([metric('a', 'm', 'n', { AccountId: '999999999999' })]), {
    name: 'NotImplemented',
  });
});

test('metric maths through boto3 and the AWS CLI', { skip: without.boto3 || without.cli }, async () => {
  const queries = [...METRICS, { Id: 'x', Expression: 'SUM(METRICS())', Label: 'all' }];
  const args = [
    '--start-time',
    at(0).toISOString(),
    '--end-time',
    at(4).toISOString(),
    '--scan-by',
    'TimestampAscending',
  ];
  const cli = await run(
    'aws',
    [
      'cloudwatch',
      'get-metric-data',
      '--metric-data-queries',
      JSON.stringify(queries),
      ...args,
      '--output',
      'json',
    ],
    { env: stack.identity.env() },
  );
  const [answer] = JSON.parse(cli.stdout).MetricDataResults;
  assert.deepEqual([answer.Id, answer.Label, answer.Values], ['x', 'all', [111, 120, 103, 144]]);
  const program = `
import boto3, json, sys
answer = boto3.client('cloudwatch').get_metric_data(MetricDataQueries=json.loads(sys.argv[1]),
    StartTime=sys.argv[2], EndTime=sys.argv[3], ScanBy='TimestampAscending')['MetricDataResults'][0]
print(json.dumps([answer['Id'], answer['Label'], answer['Values']]))
`;
  const boto3 = await run(
    'python3',
    ['-c', program, JSON.stringify(queries), at(0).toISOString(), at(4).toISOString()],
    { env: stack.identity.env() },
  );
  assert.deepEqual(JSON.parse(boto3.stdout), ['x', 'all', [111, 120, 103, 144]]);
});
