import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isBucketName } from '../records/bucket-name.ts';
import type { ObjectVersion } from '../records/object.ts';
import { checkCopy, checkRead, checkWrite } from './conditions.ts';
import { parseCopySource } from './copy-source.ts';
import { checkTags, tagsOfHeader } from './tags.ts';

test('bucket names keep the rules', () => {
  for (const name of ['abc', 'my.bucket-1', 'a'.repeat(63), '1a2']) assert.ok(isBucketName(name), name);
  for (const name of [
    'ab',
    'a'.repeat(64),
    'Abc',
    'a_b',
    '-ab',
    'ab-',
    'a..b',
    '10.0.0.1',
    'xn--ab',
    'ab--x-s3',
    'a/b',
  ]) {
    assert.ok(!isBucketName(name), name);
  }
});

test('a copy source is decoded and told apart', () => {
  assert.deepEqual(parseCopySource('/b/k/%C3%A9%20+%2B?versionId=v1'), {
    bucket: 'b',
    key: 'k/é  +',
    versionId: 'v1',
  });
  assert.deepEqual(parseCopySource('b%2Fa%2Fk'), { bucket: 'b', key: 'a/k' });
  assert.deepEqual(parseCopySource('b/a%3FversionId=x'), { bucket: 'b', key: 'a?versionId=x' });
  for (const text of ['b', 'b/', '/', 'b/%zz'])
    assert.throws(() => parseCopySource(text), { code: 'InvalidArgument' });
});

test('tags keep the rules', () => {
  assert.deepEqual(tagsOfHeader('a=1&b=%C3%A9+x'), [
    { Key: 'a', Value: '1' },
    { Key: 'b', Value: 'é x' },
  ]);
  const refused = (tags: { Key: string; Value: string }[]) =>
    assert.throws(() => checkTags(tags, 2, 'Object'), { code: 'InvalidTag' });
  const tag = (Key: string, Value = '') => ({ Key, Value });
  refused([tag('')]);
  refused([tag('aws:x')]);
  refused([tag('a'), tag('a')]);
  refused([tag('a'.repeat(129))]);
  refused([tag('a', 'x'.repeat(257))]);
  refused([tag('a', '<')]);
  assert.throws(() => checkTags([tag('a'), tag('b'), tag('c')], 2, 'Object'));
  assert.equal(checkTags([tag('a'), tag('b')], 2, 'Object').length, 2);
});

const seconds = (n: number) => new Date(n * 1000);
const version = { etag: 'e1', modifiedMs: 100_000, isNull: true, id: 'v', kind: 'object' } as ObjectVersion;

test('reads pass or fail by tag first and date second', () => {
  const outcome = (conditions: object) => {
    try {
      checkRead(conditions, version);
      return 200;
    } catch (error) {
      return (error as { status: number }).status;
    }
  };
  assert.equal(outcome({}), 200);
  assert.equal(outcome({ IfMatch: '"e1"' }), 200);
  assert.equal(outcome({ IfMatch: '"e2"' }), 412);
  assert.equal(outcome({ IfNoneMatch: '"e2", "e1"' }), 304);
  assert.equal(outcome({ IfNoneMatch: '*' }), 304);
  assert.equal(outcome({ IfModifiedSince: seconds(100) }), 304);
  assert.equal(outcome({ IfModifiedSince: seconds(99) }), 200);
  assert.equal(outcome({ IfUnmodifiedSince: seconds(99) }), 412);
  assert.equal(outcome({ IfMatch: 'e1', IfUnmodifiedSince: seconds(1) }), 200);
  assert.equal(outcome({ IfNoneMatch: 'e2', IfModifiedSince: seconds(200) }), 200);
  assert.throws(() => checkCopy({ CopySourceIfNoneMatch: 'e1' }, version), { status: 412 });
});

test('writes pass or fail by what is there', () => {
  checkWrite({ IfNoneMatch: '*' }, 'k', undefined);
  checkWrite({ IfMatch: 'e1' }, 'k', version);
  assert.throws(() => checkWrite({ IfNoneMatch: '*' }, 'k', version), { code: 'PreconditionFailed' });
  assert.throws(() => checkWrite({ IfNoneMatch: 'e1' }, 'k', version), { code: 'NotImplemented' });
  assert.throws(() => checkWrite({ IfMatch: 'e2' }, 'k', version), { code: 'PreconditionFailed' });
  assert.throws(() => checkWrite({ IfMatch: 'e1' }, 'k', undefined), { code: 'NoSuchKey' });
});
