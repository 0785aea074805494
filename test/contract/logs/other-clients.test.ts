import assert from 'node:assert/strict';
import { test } from 'node:test';
import { run, without } from '../../other-clients.ts';
import { openLogsStack } from './stack.ts';

test('boto3 writes, reads, pages and tails', { skip: without.boto3 }, async () => {
  await using stack = await openLogsStack();
  const { stdout } = await run('python3', ['-c', PROGRAM], { env: stack.identity.env() });
  assert.deepEqual(JSON.parse(stdout), {
    got: ['one', 'two', 'three'],
    filtered: ['two', 'three'],
    twice: true,
    missing: 'ResourceNotFoundException',
    tail: ['four'],
  });
});

const PROGRAM = `
import boto3, json, time, botocore.config
config = botocore.config.Config(inject_host_prefix=False)
logs = boto3.client('logs', config=config)
logs.create_log_group(logGroupName='/boto')
logs.create_log_stream(logGroupName='/boto', logStreamName='s')
now = int(time.time() * 1000)
put = lambda *messages: logs.put_log_events(logGroupName='/boto', logStreamName='s',
    logEvents=[{'timestamp': now, 'message': m} for m in messages])
put('one', 'two', 'three')
page = logs.get_log_events(logGroupName='/boto', logStreamName='s', startFromHead=True)
again = logs.get_log_events(logGroupName='/boto', logStreamName='s', nextToken=page['nextForwardToken'])
filtered = []
for p in logs.get_paginator('filter_log_events').paginate(logGroupName='/boto', filterPattern='-one', PaginationConfig={'PageSize': 1}):
    filtered += [e['message'] for e in p['events']]
try:
    logs.get_log_events(logGroupName='/none', logStreamName='s')
except logs.exceptions.ResourceNotFoundException as e:
    missing = e.response['Error']['Code']
tail = []
arn = logs.describe_log_groups()['logGroups'][0]['logGroupArn']
for event in logs.start_live_tail(logGroupIdentifiers=[arn])['responseStream']:
    if 'sessionStart' in event: put('four')
    tail += [e['message'] for e in event.get('sessionUpdate', {}).get('sessionResults', [])]
    if tail: break
print(json.dumps({'got': [e['message'] for e in page['events']], 'filtered': filtered,
    'twice': again['nextForwardToken'] == page['nextForwardToken'], 'missing': missing, 'tail': tail}))
`;

test('the AWS CLI reads what was logged', {
  skip: without.cli,
}, async () => {
  await using stack = await openLogsStack();
  const { account } = { account: '111122223333' };
  stack.telemetry.logs.append({
    account,
    region: 'eu-west-1',
    group: '/aws/lambda/f',
    stream: 's',
    events: [{ timeMs: Date.now(), message: 'REPORT Duration: 5 ms' }],
  });
  const aws = async (...args: string[]) =>
    JSON.parse(
      (await run('aws', ['logs', ...args, '--output', 'json'], { env: stack.identity.env() })).stdout,
    );
  const { events } = await aws(
    'filter-log-events',
    '--log-group-name',
    '/aws/lambda/f',
    '--filter-pattern',
    'REPORT',
  );
  assert.equal(events[0].message, 'REPORT Duration: 5 ms');
  const { logGroups } = await aws('describe-log-groups', '--log-group-name-prefix', '/aws/lambda/');
  assert.equal(logGroups[0].storedBytes, 'REPORT Duration: 5 ms'.length + 26);
});
