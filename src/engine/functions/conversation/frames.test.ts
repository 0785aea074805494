import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeTally, encodeTally, TALLY_BYTES } from './frames.ts';

test('a tally comes out as it went in', () => {
  const tally = { peakMemoryBytes: 6 * 1024 ** 3, messages: 7, rawBytes: 0xffffffff };
  assert.equal(encodeTally(tally).length, TALLY_BYTES);
  assert.deepEqual(decodeTally(encodeTally(tally)), tally);
});
