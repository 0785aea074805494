import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseS3Url } from './s3-location.ts';

test('every way to write an address of S3', () => {
  const place = { bucket: 'b.c', key: 'd e/f' };
  assert.deepEqual(parseS3Url('s3://b.c/d e/f'), place);
  assert.deepEqual(parseS3Url('https://s3.eu-west-1.amazonaws.com/b.c/d%20e/f'), place);
  assert.deepEqual(parseS3Url('https://b.c.s3.eu-west-1.amazonaws.com/d%20e/f'), place);
  assert.deepEqual(parseS3Url('https://b.c.s3.amazonaws.com/d%20e/f'), place);
  assert.deepEqual(parseS3Url('s3://bucket'), { bucket: 'bucket', key: '' });
  for (const url of [
    'https://example.com/b/k',
    'http://s3.amazonaws.com/b/k',
    'b/k',
    'https://evils3.amazonaws.com/b/k',
  ]) {
    assert.equal(parseS3Url(url), undefined, url);
  }
});
