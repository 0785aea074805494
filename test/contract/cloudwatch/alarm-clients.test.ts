import assert from 'node:assert/strict';
import { test } from 'node:test';
import { run, without } from '../../other-clients.ts';
import { startPostern } from '../../postern.ts';

test('boto3 sets, reads and deletes alarms in every protocol', { skip: without.boto3 }, async () => {
  await using postern = await startPostern();
  const { stdout } = await run('python3', ['-c', PROGRAM], {
    env: { ...process.env, ...postern.environment },
  });
  const expected = {
    state: ['OK', 'by hand'],
    dimensions: [{ Name: 'a', Value: 'b' }],
    metrics: ['100 * m1', true],
    threshold: 0.5,
    composite: 'OK',
    history: ['StateUpdate', 'ConfigurationUpdate'],
    tags: [{ Key: 'k', Value: 'v' }],
    lost: 'ResourceNotFound',
    invalid: 'ValidationError',
    left: 0,
  };
  assert.deepEqual(JSON.parse(stdout), {
    query: expected,
    json: expected,
    'smithy-rpc-v2-cbor': expected,
  });
});

const PROGRAM = `
import boto3, json, botocore.serialize, botocore.parsers, botocore.exceptions
result = {}
for protocol in ['query', 'json', 'smithy-rpc-v2-cbor']:
    client = boto3.client('cloudwatch')
    client._serializer = botocore.serialize.create_serializer(protocol, True)
    client._response_parser = botocore.parsers.create_parser(protocol)
    client.meta.service_model.__dict__['resolved_protocol'] = protocol
    rule = dict(EvaluationPeriods=1, Threshold=0.5, ComparisonOperator='GreaterThanThreshold')
    metric = dict(Namespace='n', MetricName='m', Dimensions=[{'Name': 'a', 'Value': 'b'}])
    client.put_metric_alarm(AlarmName='plain', **metric, Statistic='Sum', Period=3600, **rule, Tags=[{'Key': 'k', 'Value': 'v'}])
    client.put_metric_alarm(AlarmName='maths', **rule, Metrics=[
        {'Id': 'e1', 'Expression': '100 * m1'},
        {'Id': 'm1', 'MetricStat': {'Metric': metric, 'Period': 3600, 'Stat': 'Sum'}, 'ReturnData': False}])
    client.put_composite_alarm(AlarmName='both', AlarmRule='ALARM(plain) AND ALARM(maths)')
    client.set_alarm_state(AlarmName='plain', StateValue='OK', StateReason='by hand')
    def code(call):
        try: call()
        except botocore.exceptions.ClientError as e: return e.response['Error']['Code']
    plain = client.describe_alarms(AlarmNames=['plain'])['MetricAlarms'][0]
    maths = client.describe_alarms(AlarmNames=['maths'])['MetricAlarms'][0]
    result[protocol] = {
        'state': [plain['StateValue'], plain['StateReason']], 'dimensions': plain['Dimensions'], 'threshold': plain['Threshold'],
        'metrics': [maths['Metrics'][0]['Expression'], maths['Metrics'][0]['ReturnData']],
        'composite': client.describe_alarms(AlarmTypes=['CompositeAlarm'])['CompositeAlarms'][0]['StateValue'],
        'history': [item['HistoryItemType'] for item in client.describe_alarm_history(AlarmName='plain')['AlarmHistoryItems']][:2],
        'tags': client.list_tags_for_resource(ResourceARN=plain['AlarmArn'])['Tags'],
        'lost': code(lambda: client.set_alarm_state(AlarmName='nobody', StateValue='OK', StateReason='r')),
        'invalid': code(lambda: client.put_metric_alarm(AlarmName='x', **metric, Statistic='Sum', Period=45, **rule))}
    client.delete_alarms(AlarmNames=['both'])
    client.delete_alarms(AlarmNames=['plain', 'maths'])
    result[protocol]['left'] = len(client.describe_alarms()['MetricAlarms'])
print(json.dumps(result))
`;

test('the AWS CLI raises and reads an alarm', { skip: without.cli }, async () => {
  await using postern = await startPostern();
  const aws = async (command: string, ...more: string[]) =>
    (
      await run('aws', ['cloudwatch', ...command.trim().split(/\s+/), ...more], {
        env: { ...process.env, ...postern.environment },
      })
    ).stdout;
  await aws(
    `put-metric-alarm --alarm-name hot --namespace n --metric-name m --dimensions Name=a,Value=b --statistic Average
     --period 60 --evaluation-periods 3 --datapoints-to-alarm 2 --threshold 80 --comparison-operator GreaterThanThreshold`,
  );
  await aws('set-alarm-state --alarm-name hot --state-value ALARM --state-reason', 'try it');
  const text = await aws(
    'describe-alarms --alarm-names hot --query MetricAlarms[0].[StateValue,StateReason,Threshold] --output text',
  );
  assert.match(text.trim(), /^ALARM\ttry it\t80(\.0)?$/);
  const history = await aws(
    'describe-alarm-history --alarm-name hot --history-item-type StateUpdate --query AlarmHistoryItems[0].HistorySummary --output text',
  );
  assert.equal(history.trim(), 'Alarm updated from INSUFFICIENT_DATA to ALARM');
});
