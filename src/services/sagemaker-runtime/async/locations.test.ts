import assert from 'node:assert/strict';
import { test } from 'node:test';
import { locationsOf } from './locations.ts';

const settings = { output: { bucket: 'b', key: 'out/' }, responseIn: [], concurrency: 1 };

test('answers are named after their request', () => {
  assert.deepEqual(locationsOf(settings, {}, 'id'), { output: 's3://b/out/id.out' });
  const failing = { ...settings, failure: { bucket: 'f', key: '' } };
  assert.deepEqual(locationsOf(failing, {}, 'id'), {
    output: 's3://b/out/id.out',
    failure: 's3://f/id-error.out',
  });
});

test('or as their caller says', () => {
  const failing = { ...settings, failure: { bucket: 'b', key: 'bad' } };
  assert.deepEqual(locationsOf(failing, { S3OutputPathExtension: '/a/b/', Filename: 'x.json' }, 'id'), {
    output: 's3://b/out/a/b/x.json',
    failure: 's3://b/bad/a/b/x-error.json',
  });
  assert.equal(locationsOf(failing, { Filename: 'x' }, 'id').failure, 's3://b/bad/x-error');
});
