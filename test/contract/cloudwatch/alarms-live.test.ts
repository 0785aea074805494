/** Alarms at work, sixty times as fast as on AWS: metrics raise them, they call functions, a kill -9 does not confuse them. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import {
  CloudWatchClient,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  type MetricAlarm,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { AddPermissionCommand } from '@aws-sdk/client-lambda';
import { startPostern } from '../../postern.ts';
import { startServerProcess } from '../../server-process.ts';
import { openStack } from '../lambda/stack.ts';

const FAST = ['--time-scale', '60'];

const hot: PutMetricAlarmCommandInput = {
  AlarmName: 'hot',
  Namespace: 'n',
  MetricName: 'm',
  Statistic: 'Average',
  Period: 60,
  EvaluationPeriods: 3,
  DatapointsToAlarm: 2,
  Threshold: 5,
  ComparisonOperator: 'GreaterThanThreshold',
};

/** Puts a value several times a second, until it is told to end. */
function measure(client: CloudWatchClient, value: number): AsyncDisposable {
  let going = true;
  const work = (async () => {
    while (going) {
      const MetricData = [{ MetricName: 'm', Value: value, Timestamp: new Date() }];
      await client.send(new PutMetricDataCommand({ Namespace: 'n', MetricData }));
      await wait(150);
    }
  })();
  return {
    async [Symbol.asyncDispose]() {
      going = false;
      await work;
    },
  };
}

async function reaches(client: CloudWatchClient, name: string, state: string): Promise<MetricAlarm> {
  for (let tries = 0; ; tries++) {
    const { MetricAlarms = [], CompositeAlarms = [] } = await client.send(
      new DescribeAlarmsCommand({ AlarmNames: [name], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }),
    );
    const alarm: MetricAlarm | undefined = MetricAlarms[0] ?? CompositeAlarms[0];
    if (alarm?.StateValue === state) return alarm;
    assert.ok(tries < 150, `${name} is ${alarm?.StateValue} and not ${state}: ${alarm?.StateReason}`);
    await wait(100);
  }
}

test('metrics drive an alarm from OK to ALARM and back, and into silence', { timeout: 60_000 }, async () => {
  await using postern = await startPostern(FAST);
  const client = new CloudWatchClient(postern.client);
  await client.send(new PutMetricAlarmCommand(hot));
  const share = { ...hot, AlarmName: 'share' };
  for (const name of ['Namespace', 'MetricName', 'Statistic', 'Period'] as const) delete share[name];
  const Metrics = [
    { Id: 'e', Expression: 'm / 10', ReturnData: true },
    {
      Id: 'm',
      MetricStat: { Metric: { Namespace: 'n', MetricName: 'm' }, Period: 60, Stat: 'Average' },
      ReturnData: false,
    },
  ];
  await client.send(new PutMetricAlarmCommand({ ...share, Metrics, Threshold: 0.5 }));
  await client.send(
    new PutCompositeAlarmCommand({ AlarmName: 'both', AlarmRule: 'ALARM(hot) AND ALARM(share)' }),
  );
  {
    await using _ = measure(client, 1);
    await reaches(client, 'hot', 'OK');
    await reaches(client, 'share', 'OK');
  }
  {
    await using _ = measure(client, 9);
    const alarm = await reaches(client, 'hot', 'ALARM');
    assert.match(
      alarm.StateReason ?? '',
      /^Threshold Crossed: 2 out of the last 3 datapoints \[9\.0 \(.*\), 9\.0 \(.*\)\] were greater than the threshold \(5\.0\) \(minimum 2 datapoints for OK -> ALARM transition\)\.$/,
    );
    const data = JSON.parse(alarm.StateReasonData ?? '');
    assert.deepEqual([data.period, data.statistic, data.threshold], [60, 'Average', 5]);
    await reaches(client, 'share', 'ALARM');
    await reaches(client, 'both', 'ALARM');
  }
  {
    await using _ = measure(client, 1);
    await reaches(client, 'hot', 'OK');
    await reaches(client, 'both', 'OK');
  }
  const silent = await reaches(client, 'hot', 'INSUFFICIENT_DATA');
  assert.equal(silent.StateReason, 'Insufficient Data: 3 datapoints were unknown.');
});

test('an alarm calls the function that allows it, and says when one does not', {
  timeout: 60_000,
}, async () => {
  await using postern = await startPostern(FAST);
  const stack = await openStack(postern);
  const client = new CloudWatchClient(postern.client);
  await stack.create('told', 'export const handler = async (event) => console.log(JSON.stringify(event));');
  await stack.create('closed', 'export const handler = async () => {};');
  const region = postern.client.region;
  const functionArn = (name: string) => `arn:aws:lambda:${region}:000000000000:function:${name}`;
  await stack.lambda.send(
    new AddPermissionCommand({
      FunctionName: 'told',
      StatementId: 'alarm',
      Action: 'lambda:InvokeFunction',
      Principal: 'lambda.alarms.cloudwatch.amazonaws.com',
      SourceAccount: '000000000000',
      SourceArn: `arn:aws:cloudwatch:${region}:000000000000:alarm:hot`,
    }),
  );
  const AlarmActions = ['told', 'closed', 'nobody'].map(functionArn);
  await client.send(new PutMetricAlarmCommand({ ...hot, AlarmActions, TreatMissingData: 'breaching' }));
  await reaches(client, 'hot', 'ALARM');
  const event = await logged(new CloudWatchLogsClient(postern.client), 'told');
  assert.equal(event.source, 'aws.cloudwatch');
  assert.equal(event.alarmData.alarmName, 'hot');
  assert.equal(event.alarmData.state.value, 'ALARM');
  assert.equal(event.alarmData.previousState.value, 'INSUFFICIENT_DATA');
  assert.deepEqual(event.alarmData.configuration.metrics[0].metricStat, {
    metric: { namespace: 'n', name: 'm', dimensions: {} },
    period: 60,
    stat: 'Average',
  });
  const { AlarmHistoryItems = [] } = await client.send(
    new DescribeAlarmHistoryCommand({ AlarmName: 'hot', HistoryItemType: 'Action' }),
  );
  const summaries = AlarmHistoryItems.map(({ HistorySummary = '' }) => HistorySummary).sort();
  assert.equal(summaries.length, 3);
  assert.match(
    summaries[0] ?? '',
    /^Failed to execute action .*:function:closed\. Received error: ".*not authorized/,
  );
  assert.match(summaries[1] ?? '', /^Failed to execute action .*:function:nobody\. Received error: /);
  assert.equal(summaries[2], `Successfully executed action ${functionArn('told')}`);
});

/** The event a function wrote to its log. */
async function logged(logs: CloudWatchLogsClient, name: string) {
  for (let tries = 0; ; tries++) {
    const found = await logs
      .send(new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}`, filterPattern: 'alarmData' }))
      .catch(() => undefined);
    const message = found?.events?.[0]?.message;
    if (message) return JSON.parse(message.slice(message.indexOf('{')));
    assert.ok(tries < 100, 'the function was not called');
    await wait(100);
  }
}

test('alarms outlive a kill -9, and go on', { timeout: 60_000 }, async (context) => {
  const root = await mkdtemp(join(tmpdir(), 'postern-alarms-'));
  context.after(() => rm(root, { recursive: true, force: true }));
  const options = ['--state', join(root, 'state'), ...FAST];
  let server = await startServerProcess(options, root);
  context.after(() => server.kill());
  const before = new CloudWatchClient(server.client);
  await before.send(new PutMetricAlarmCommand(hot));
  await before.send(new PutCompositeAlarmCommand({ AlarmName: 'any', AlarmRule: 'ALARM(hot)' }));
  {
    await using _ = measure(before, 9);
    await reaches(before, 'any', 'ALARM');
  }
  await server.kill();
  server = await startServerProcess(options, root);
  const client = new CloudWatchClient(server.client);
  await using _ = measure(client, 1);
  await reaches(client, 'hot', 'OK');
  await reaches(client, 'any', 'OK');
  const { AlarmHistoryItems = [] } = await client.send(
    new DescribeAlarmHistoryCommand({ AlarmName: 'hot', ScanBy: 'TimestampAscending' }),
  );
  assert.equal(AlarmHistoryItems[0]?.HistorySummary, 'Alarm "hot" created');
  assert.match(AlarmHistoryItems.at(-1)?.HistorySummary ?? '', /to OK$/);
});
