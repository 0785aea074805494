import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HeaderMap } from '../header-map.ts';
import { openCatalog } from '../snapshot/catalog.ts';
import { Router } from './router.ts';

const catalog = openCatalog();

function routerOf(service: string): Router {
  const model = catalog.model(service);
  assert.ok(model);
  return new Router(model.operationNames.flatMap((name) => model.operation(name) ?? []));
}

const s3 = routerOf('s3');
const gateway = routerOf('api-gateway');
const lambda = routerOf('lambda');

function find(router: Router, method: string, url: string, headers: string[] = []) {
  const [rawPath = '', rawQuery = ''] = url.split('?');
  const route = router.find({ method, rawPath, rawQuery, headers: new HeaderMap(headers) });
  return route && [route.operation.name, route.labels];
}

test('labels come undecoded, one segment each', () => {
  assert.deepEqual(find(gateway, 'GET', '/tags/arn%3Aaws%3Aapigateway%3A%3A%2Frestapis%2Fa'), [
    'GetTags',
    { resourceArn: 'arn%3Aaws%3Aapigateway%3A%3A%2Frestapis%2Fa' },
  ]);
  assert.equal(find(gateway, 'GET', '/tags/a/b'), undefined);
  assert.equal(find(gateway, 'GET', '/restapis//resources'), undefined);
});

test('a trailing slash is no segment', () => {
  assert.deepEqual(find(lambda, 'GET', '/2015-03-31/functions/')?.[0], 'ListFunctions');
  assert.deepEqual(find(s3, 'GET', '/'), ['ListBuckets', {}]);
  assert.deepEqual(find(s3, 'GET', '/bucket/'), ['ListObjects', { Bucket: 'bucket' }]);
});

test('greedy labels take slashes, leading, doubled and trailing', () => {
  for (const key of ['a', 'a/b', '/a', 'a//b/', '..%2F/./x', 'a/../b']) {
    assert.deepEqual(find(s3, 'GET', `/bucket/${key}`), ['GetObject', { Bucket: 'bucket', Key: key }], key);
  }
});

test('literals of the query tell operations apart', () => {
  const cases: [method: string, url: string, operation: string][] = [
    ['GET', '/b?list-type=2&prefix=a', 'ListObjectsV2'],
    ['GET', '/b?list-type=3', 'ListObjects'],
    ['GET', '/b?location', 'GetBucketLocation'],
    ['GET', '/b?location=', 'GetBucketLocation'],
    ['POST', '/b?delete', 'DeleteObjects'],
    ['POST', '/b/k?uploads', 'CreateMultipartUpload'],
    ['POST', '/b/k?uploadId=1', 'CompleteMultipartUpload'],
    ['GET', '/b/k?uploadId=1', 'ListParts'],
    ['GET', '/b/k?tagging', 'GetObjectTagging'],
    ['PUT', '/b/k?tagging', 'PutObjectTagging'],
    ['DELETE', '/b/k?uploadId=1', 'AbortMultipartUpload'],
    ['PUT', '/b?versioning', 'PutBucketVersioning'],
    ['PUT', '/b', 'CreateBucket'],
  ];
  for (const [method, url, operation] of cases)
    assert.equal(find(s3, method, url)?.[0], operation, `${method} ${url}`);
  assert.equal(find(gateway, 'PUT', '/restapis/a?mode=merge')?.[0], 'PutRestApi');
  assert.equal(find(gateway, 'POST', '/restapis?mode=import')?.[0], 'ImportRestApi');
  assert.equal(find(gateway, 'POST', '/restapis')?.[0], 'CreateRestApi');
});

test('required header fields and parameters tell the rest apart', () => {
  const copy = ['x-amz-copy-source', '/b/other'];
  assert.equal(find(s3, 'PUT', '/b/k')?.[0], 'PutObject');
  assert.equal(find(s3, 'PUT', '/b/k', copy)?.[0], 'CopyObject');
  assert.equal(find(s3, 'PUT', '/b/k?partNumber=1&uploadId=u')?.[0], 'UploadPart');
  assert.equal(find(s3, 'PUT', '/b/k?partNumber=1&uploadId=u', copy)?.[0], 'UploadPartCopy');
  assert.equal(find(s3, 'GET', '/b/k?x-id=GetObject')?.[0], 'GetObject');
});

test('every operation is found by its own pattern', () => {
  for (const [service, router] of [
    ['api-gateway', gateway],
    ['lambda', lambda],
  ] as const) {
    for (const name of catalog.model(service)?.operationNames ?? []) {
      const http = catalog.model(service)?.operation(name)?.http;
      assert.ok(http);
      const url = http.uri.replace(/\{[^}]+\}/g, 'x');
      assert.equal(find(router, http.method, url)?.[0], name, `${http.method} ${url}`);
    }
  }
});
