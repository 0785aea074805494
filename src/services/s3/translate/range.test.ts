import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spanOfCopy, spanOfPart, spanOfRange } from './range.ts';

test('a range is met, cut to what is there, or ignored when it is none', () => {
  const table: [range: string | undefined, from: number, bytes: number, contentRange?: string][] = [
    [undefined, 0, 10],
    ['bytes=0-4', 0, 5, 'bytes 0-4/10'],
    ['bytes=5-', 5, 5, 'bytes 5-9/10'],
    ['bytes=-3', 7, 3, 'bytes 7-9/10'],
    ['bytes=-30', 0, 10, 'bytes 0-9/10'],
    ['bytes=9-100', 9, 1, 'bytes 9-9/10'],
    ['bytes=4-2', 0, 10],
    ['bytes=0-1,3-4', 0, 10],
    ['lines=1-2', 0, 10],
    ['bytes=-', 0, 10],
  ];
  for (const [range, from, bytes, contentRange] of table) {
    assert.deepEqual(
      spanOfRange(range, 10),
      { from, bytes, ...(contentRange && { contentRange }) },
      range ?? 'none',
    );
  }
});

test('a range beyond the end is refused, and any range of nothing', () => {
  assert.throws(() => spanOfRange('bytes=10-12', 10), { code: 'InvalidRange', status: 416 });
  assert.throws(() => spanOfRange('bytes=-0', 10), { code: 'InvalidRange' });
  assert.throws(() => spanOfRange('bytes=0-0', 0), { code: 'InvalidRange' });
});

test('parts lie one after the other', () => {
  const parts = [3, 4, 2].map((bytes, index) => ({
    number: index + 1,
    id: '',
    etag: '',
    checksum: '',
    modifiedMs: 0,
    bytes,
  }));
  assert.deepEqual(spanOfPart(2, parts, 9), { from: 3, bytes: 4, contentRange: 'bytes 3-6/9' });
  assert.deepEqual(spanOfPart(1, undefined, 9), { from: 0, bytes: 9, contentRange: 'bytes 0-8/9' });
  assert.throws(() => spanOfPart(4, parts, 9), { code: 'InvalidPartNumber', status: 416 });
});

test('a part is copied from within its source', () => {
  assert.deepEqual(spanOfCopy('bytes=2-4', 10), { from: 2, bytes: 3 });
  assert.deepEqual(spanOfCopy(undefined, 10), { from: 0, bytes: 10 });
  for (const range of ['bytes=2-10', 'bytes=4-2', 'bytes=2-', '2-4']) {
    assert.throws(() => spanOfCopy(range, 10), { code: 'InvalidRequest' });
  }
});
