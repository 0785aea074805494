import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseFree } from './free-variant.ts';

const variant = (name: string, weight: number, free: number) => ({ name, weight, free });

test('by weight, among those that have room', () => {
  const both = [variant('a', 1, 1), variant('b', 3, 2)];
  assert.equal(chooseFree(both, 0)?.name, 'a');
  assert.equal(chooseFree(both, 0.24)?.name, 'a');
  assert.equal(chooseFree(both, 0.26)?.name, 'b');
  assert.equal(chooseFree([variant('a', 1, 0), variant('b', 3, 2)], 0)?.name, 'b');
  assert.equal(chooseFree([variant('a', 1, 0), variant('b', 3, 0)], 0.5), undefined);
  assert.equal(chooseFree([], 0.5), undefined);
});

test('a variant of weight zero gets none, unless it is the only one', () => {
  assert.equal(chooseFree([variant('a', 0, 9), variant('b', 1, 0)], 0.5), undefined);
  assert.equal(chooseFree([variant('a', 0, 9)], 0.5)?.name, 'a');
});
