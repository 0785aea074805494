import assert from 'node:assert/strict';
import { test } from 'node:test';
import { run, without } from '../../other-clients.ts';
import { credentials, functionUri, openHouse, REGION } from './house.ts';

const environment = (endpoint: string) => ({
  ...process.env,
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  AWS_DEFAULT_REGION: REGION,
  AWS_ENDPOINT_URL: endpoint,
  AWS_MAX_ATTEMPTS: '1',
  AWS_PAGER: '',
});

const script = `
import boto3, json, sys, urllib.request
client = boto3.client('apigateway')
api = client.create_rest_api(name='demand', endpointConfiguration={'types': ['REGIONAL']}, tags={'a': 'b'})
assert api['createdDate'].year >= 2025, api
resource = client.create_resource(restApiId=api['id'], parentId=api['rootResourceId'], pathPart='{id}')
at = dict(restApiId=api['id'], resourceId=resource['id'], httpMethod='POST')
client.put_method(**at, authorizationType='NONE', apiKeyRequired=True, requestParameters={'method.request.path.id': True})
client.put_integration(**at, type='AWS_PROXY', integrationHttpMethod='POST', uri=sys.argv[1])
try:
    client.get_method(**{**at, 'httpMethod': 'PUT'})
    raise SystemExit('no error')
except client.exceptions.NotFoundException as error:
    assert error.response['Error'] == {'Message': 'Invalid Method identifier specified', 'Code': 'NotFoundException'}, error.response
client.create_deployment(restApiId=api['id'], stageName='prod', variables={'v': 'w'})
key = client.create_api_key(name='k', enabled=True)
plan = client.create_usage_plan(name='p', apiStages=[{'apiId': api['id'], 'stage': 'prod'}], throttle={'rateLimit': 10.5, 'burstLimit': 2})
client.create_usage_plan_key(usagePlanId=plan['id'], keyId=key['id'], keyType='API_KEY')
assert plan['throttle']['rateLimit'] == 10.5
assert [p['name'] for page in client.get_paginator('get_usage_plans').paginate(PaginationConfig={'PageSize': 1}) for p in page['items']] == ['p']
url = f"{client.meta.endpoint_url}/restapis/{api['id']}/prod/_user_request_/7"
answer = urllib.request.urlopen(urllib.request.Request(url, data=b'hi', headers={'x-api-key': key['value']}))
event = json.load(answer)
assert (event['pathParameters'], event['body'], event['stageVariables']) == ({'id': '7'}, 'hi', {'v': 'w'}), event
assert event['requestContext']['identity']['apiKeyId'] == key['id']
document = {'openapi': '3.0.1', 'info': {'title': 'imported'}, 'paths': {'/x': {'get': {'x-amazon-apigateway-integration': {'type': 'mock'}}}}}
imported = client.import_rest_api(body=json.dumps(document), failOnWarnings=True, parameters={'endpointConfigurationTypes': 'REGIONAL'})
assert imported['name'] == 'imported' and imported['endpointConfiguration']['types'] == ['REGIONAL'], imported
client.update_stage(restApiId=api['id'], stageName='prod', patchOperations=[{'op': 'replace', 'path': '/*/*/metrics/enabled', 'value': 'true'}])
assert client.get_stage(restApiId=api['id'], stageName='prod')['methodSettings']['*/*']['metricsEnabled'] is True
client.tag_resource(resourceArn=f"arn:aws:apigateway:us-east-1::/restapis/{api['id']}", tags={'c': 'd'})
assert client.get_tags(resourceArn=f"arn:aws:apigateway:us-east-1::/restapis/{api['id']}")['tags'] == {'a': 'b', 'c': 'd'}
client.delete_rest_api(restApiId=api['id'])
print('fine')
`;

test('boto3 makes an API, calls it and deletes it', async (context) => {
  if (without.boto3) return context.skip(without.boto3);
  await using house = await openHouse();
  const { stdout } = await run('python3', ['-c', script, functionUri('echo')], {
    env: environment(house.endpoint),
  });
  assert.equal(stdout.trim(), 'fine');
});

test('the AWS CLI makes, patches, tests and deletes', async (context) => {
  if (without.cli) return context.skip(without.cli);
  await using house = await openHouse();
  const aws = async (...args: string[]) => {
    const { stdout } = await run('aws', ['apigateway', ...args, '--output', 'json'], {
      env: environment(house.endpoint),
    });
    return stdout === '' ? {} : (JSON.parse(stdout) as Record<string, never>);
  };
  const api = await aws('create-rest-api', '--name', 'cli');
  const at = [
    '--rest-api-id',
    api['id'] ?? '',
    '--resource-id',
    api['rootResourceId'] ?? '',
    '--http-method',
    'GET',
  ];
  await aws('put-method', ...at, '--authorization-type', 'NONE');
  await aws(
    'put-integration',
    ...at,
    '--type',
    'MOCK',
    '--request-templates',
    '{"application/json":"{\\"statusCode\\":200}"}',
  );
  await aws('put-method-response', ...at, '--status-code', '200');
  await aws(
    'put-integration-response',
    ...at,
    '--status-code',
    '200',
    '--response-templates',
    '{"application/json":"hello"}',
  );
  const tried = await aws('test-invoke-method', ...at, '--path-with-query-string', '/');
  assert.deepEqual([tried['status'], tried['body']], [200, 'hello']);
  await assert.rejects(
    aws('get-rest-api', '--rest-api-id', 'none'),
    /\(NotFoundException\).*Invalid API identifier specified 000000000000:none/,
  );
});
