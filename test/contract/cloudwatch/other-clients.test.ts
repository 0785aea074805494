import assert from 'node:assert/strict';
import { test } from 'node:test';
import { run, without } from '../../other-clients.ts';
import { openCloudWatchStack } from './stack.ts';

test('boto3 in every protocol', { skip: without.boto3 }, async () => {
  await using stack = await openCloudWatchStack();
  const { stdout } = await run('python3', ['-c', PROGRAM], { env: stack.identity.env() });
  const expected = {
    statistics: { Sum: 45, Unit: 'Count', SampleCount: 10 },
    values: [45],
    listed: 1,
    combination: 'InvalidParameterCombination',
    invalid: 'ValidationError',
  };
  assert.deepEqual(JSON.parse(stdout), {
    query: { types: ['application/x-www-form-urlencoded'], ...expected },
    json: { types: ['application/x-amz-json-1.0'], ...expected },
    'smithy-rpc-v2-cbor': { types: ['application/cbor'], ...expected },
  });
});

const PROGRAM = `
import boto3, datetime, json, botocore.serialize, botocore.parsers, botocore.exceptions
result = {}
for protocol in ['query', 'json', 'smithy-rpc-v2-cbor']:
    client = boto3.client('cloudwatch')
    client._serializer = botocore.serialize.create_serializer(protocol, True)
    client._response_parser = botocore.parsers.create_parser(protocol)
    client.meta.service_model.__dict__['resolved_protocol'] = protocol
    types = set()
    client.meta.events.register('before-send', lambda request, **_: types.add(request.headers['Content-Type']) and None)
    now = datetime.datetime.now(datetime.timezone.utc)
    namespace = 'n/' + protocol
    client.put_metric_data(Namespace=namespace, MetricData=[{'MetricName': 'm', 'Unit': 'Count',
        'Values': [float(n) for n in range(10)], 'Timestamp': now, 'Dimensions': [{'Name': 'a', 'Value': 'b'}]}])
    window = dict(StartTime=now - datetime.timedelta(minutes=5), EndTime=now + datetime.timedelta(minutes=5))
    metric = dict(Namespace=namespace, MetricName='m', Dimensions=[{'Name': 'a', 'Value': 'b'}])
    point = client.get_metric_statistics(**metric, **window, Period=60, Statistics=['Sum', 'SampleCount'])['Datapoints'][0]
    del point['Timestamp']
    data = client.get_metric_data(**window, MetricDataQueries=[
        {'Id': 'q', 'MetricStat': {'Metric': metric, 'Period': 60, 'Stat': 'Sum'}}])
    def code(call):
        try: call()
        except botocore.exceptions.ClientError as e: return e.response['Error']['Code']
    result[protocol] = {'types': sorted(t.decode().split(';')[0] for t in types), 'statistics': point, 'values': data['MetricDataResults'][0]['Values'],
        'listed': len(client.list_metrics(Namespace=namespace)['Metrics']),
        'combination': code(lambda: client.put_metric_data(Namespace='n', MetricData=[{'MetricName': 'm', 'Value': 1, 'Values': [2]}])),
        'invalid': code(lambda: client.get_metric_data(**window, MetricDataQueries=[
            {'Id': 'q', 'MetricStat': {'Metric': metric, 'Period': 60, 'Stat': 'Median'}}]))}
print(json.dumps(result))
`;

test('the AWS CLI', { skip: without.cli }, async () => {
  await using stack = await openCloudWatchStack();
  const aws = (...args: string[]) => run('aws', ['cloudwatch', ...args], { env: stack.identity.env() });
  await aws(
    'put-metric-data',
    '--namespace',
    'n',
    '--metric-name',
    'm',
    '--value',
    '2.5',
    '--unit',
    'Seconds',
  );
  const start = new Date(Date.now() - 600_000).toISOString();
  const end = new Date(Date.now() + 60_000).toISOString();
  const question = `get-metric-statistics --namespace n --metric-name m --period 300 --statistics Average
    --start-time ${start} --end-time ${end} --query Datapoints[0].[Average,Unit] --output text`;
  const { stdout } = await aws(...question.split(/\s+/));
  assert.equal(stdout.trim(), '2.5\tSeconds');
});
