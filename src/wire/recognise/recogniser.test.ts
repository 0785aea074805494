import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { HeaderMap } from '../header-map.ts';
import { openCatalog } from '../snapshot/catalog.ts';
import { Recogniser } from './recogniser.ts';

const unknowing = new Recogniser(openCatalog());

function recognise(
  method: string,
  url: string,
  headers: Record<string, string> = {},
  host = 'localhost',
  recogniser = unknowing,
) {
  const [rawPath = '', rawQuery = ''] = url.split('?');
  const found = recogniser.recognise(
    {
      method,
      rawPath,
      rawQuery,
      headers: new HeaderMap(Object.entries(headers).flat()),
      body: Readable.from([]),
      origin: { sourceIp: '127.0.0.1', secure: false },
    },
    host,
  );
  return found && [found.model.name, found.protocol, found.operation];
}

const signed = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});
const FORM = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };

test('by target, whatever the version of JSON', () => {
  const json = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'SageMaker.CreateEndpoint' };
  assert.deepEqual(recognise('POST', '/', json), ['sagemaker', 'awsJson1_1', 'CreateEndpoint']);
  const cloudwatch = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'GraniteServiceVersion20100801.ListMetrics',
  };
  assert.deepEqual(recognise('POST', '/', cloudwatch), ['cloudwatch', 'awsJson1_0', 'ListMetrics']);
  const stranger = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'DynamoDB_20120810.ListTables',
  };
  assert.deepEqual(recognise('POST', '/', stranger), ['DynamoDB_20120810', 'awsJson1_0', 'ListTables']);
});

test('by the path of RPC v2', () => {
  const cbor = { 'smithy-protocol': 'rpc-v2-cbor' };
  const path = '/service/GraniteServiceVersion20100801/operation/PutMetricData';
  assert.deepEqual(recognise('POST', path, cbor), ['cloudwatch', 'rpcv2Cbor', 'PutMetricData']);
});

test('by scope and action, the action in the query or still in the body', () => {
  assert.deepEqual(recognise('POST', '/', { ...signed('iam'), ...FORM }), ['iam', 'awsQuery', undefined]);
  assert.deepEqual(recognise('POST', '/', { ...signed('monitoring'), ...FORM }), [
    'cloudwatch',
    'awsQuery',
    undefined,
  ]);
  const presigned =
    '/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Credential=A%2F20260101%2Fus-east-1%2Fsts%2Faws4_request';
  assert.deepEqual(recognise('GET', presigned), ['sts', 'awsQuery', 'GetCallerIdentity']);
  assert.deepEqual(recognise('GET', '/?Action=GetUser&Version=2010-05-08'), ['iam', 'awsQuery', 'GetUser']);
  assert.deepEqual(recognise('POST', '/', { ...signed('ec2'), ...FORM }), ['ec2', 'ec2Query', undefined]);
});

test('services that share a signing name by path', () => {
  const runtime = recognise('POST', '/endpoints/e/invocations', signed('sagemaker'));
  assert.deepEqual(runtime, ['sagemaker-runtime', 'restJson1', 'InvokeEndpoint']);
  assert.deepEqual(recognise('GET', '/nothing', signed('apigateway')), [
    'api-gateway',
    'restJson1',
    undefined,
  ]);
  assert.deepEqual(recognise('GET', '/x', signed('backup')), ['backup', 'restJson1', undefined]);
});

test('S3 by scope, old signatures, virtual hosts, and when nobody else is meant', () => {
  assert.deepEqual(recognise('GET', '/restapis', signed('s3')), ['s3', 'restXml', 'ListObjects']);
  assert.deepEqual(recognise('GET', '/restapis', { authorization: 'AWS AKID:sig' }), [
    's3',
    'restXml',
    'ListObjects',
  ]);
  assert.deepEqual(recognise('GET', '/b/k?AWSAccessKeyId=A&Signature=s&Expires=1'), [
    's3',
    'restXml',
    'GetObject',
  ]);
  assert.deepEqual(recognise('GET', '/k', {}, 'bucket.s3.localhost'), ['s3', 'restXml', 'GetObject']);
  assert.deepEqual(recognise('GET', '/k', signed('s3'), 'bucket.localhost'), ['s3', 'restXml', 'GetObject']);
  assert.deepEqual(recognise('PUT', '/', {}, 'my.bucket.s3.eu-west-1.amazonaws.com'), [
    's3',
    'restXml',
    'CreateBucket',
  ]);
  assert.deepEqual(recognise('GET', '/k', {}, 's3.localhost.localstack.cloud'), [
    's3',
    'restXml',
    'ListObjects',
  ]);
  assert.deepEqual(recognise('GET', '/bucket/key'), ['s3', 'restXml', 'GetObject']);
});

test('REST services without a signature by path', () => {
  assert.deepEqual(recognise('GET', '/restapis'), ['api-gateway', 'restJson1', 'GetRestApis']);
  assert.deepEqual(recognise('GET', '/2015-03-31/functions'), ['lambda', 'restJson1', 'ListFunctions']);
});

test('an unsigned request for a bucket that is there is S3’s, whatever its name', () => {
  const knowing = new Recogniser(openCatalog(), (name) => name === 'restapis');
  assert.deepEqual(recognise('GET', '/restapis/key', {}, 'localhost', knowing), [
    's3',
    'restXml',
    'GetObject',
  ]);
  assert.deepEqual(recognise('GET', '/tags/key', {}, 'restapis.localhost', knowing), [
    's3',
    'restXml',
    'GetObject',
  ]);
  const gateway = ['api-gateway', 'restJson1', 'GetRestApis'];
  assert.deepEqual(recognise('GET', '/restapis', signed('apigateway'), 'localhost', knowing), gateway);
  assert.equal(recognise('GET', '/apikeys', {}, 'localhost', knowing)?.[0], 'api-gateway');
});
