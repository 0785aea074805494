import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sizeOfInstance } from './instance-types.ts';

const gib = (type: string) => {
  const size = sizeOfInstance(type);
  return size && [size.vcpus, size.memoryBytes / 1024 ** 3];
};

test('sizes are those of the price list', () => {
  assert.deepEqual(gib('ml.m5.large'), [2, 8]);
  assert.deepEqual(gib('ml.m5.12xlarge'), [48, 192]);
  assert.deepEqual(gib('ml.c5.9xlarge'), [36, 72]);
  assert.deepEqual(gib('ml.c7i.xlarge'), [4, 8]);
  assert.deepEqual(gib('ml.r6g.2xlarge'), [8, 64]);
  assert.deepEqual(gib('ml.g5.48xlarge'), [192, 768]);
  assert.deepEqual(gib('ml.t2.medium'), [2, 4]);
  assert.equal(gib('ml.p5.48xlarge'), undefined);
  assert.equal(gib('m5.large'), undefined);
});
