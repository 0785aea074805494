import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Concurrency } from './concurrency.ts';

test('a reserve is taken from what the others share, and given back', () => {
  const concurrency = new Concurrency(10);
  assert.equal(concurrency.gate('a'), concurrency.gate('b'));
  concurrency.reserve('a', 4);
  assert.equal(concurrency.unreserved, 6);
  assert.equal(concurrency.gate('a').slots, 4);
  assert.equal(concurrency.availableTo('a'), 10);
  assert.equal(concurrency.availableTo('b'), 6);
  const gate = concurrency.gate('a');
  concurrency.reserve('a', 2);
  assert.equal(concurrency.gate('a'), gate, 'those inside are counted on');
  assert.equal(concurrency.unreserved, 8);
  concurrency.reserve('a', undefined);
  assert.equal(concurrency.unreserved, 10);
  assert.equal(concurrency.isReserved('a'), false);
});

test('nothing reserved lets nobody in', () => {
  const concurrency = new Concurrency(10);
  concurrency.reserve('a', 0);
  assert.equal(concurrency.gate('a').tryEnter(), undefined);
});
