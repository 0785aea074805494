import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limitsOf, withLimits } from './instance-limits.ts';

const GIB = 1024 ** 3;
const machine = { cpus: 4, memory: () => ({ totalBytes: 6 * GIB }) };
const container = { command: 'c', args: [], env: {}, listensOnSocket: false };

test('an instance may use what its type has, or the machine where that is less', () => {
  assert.deepEqual(limitsOf('ml.c5.large', machine), { cpus: 2, memoryBytes: 4 * GIB });
  assert.deepEqual(limitsOf('ml.m5.12xlarge', machine), { cpus: 4, memoryBytes: 6 * GIB });
  assert.equal(limitsOf('ml.unheard.large', machine), undefined);
});

test('several containers share the memory of their instance', () => {
  const limits = { cpus: 2, memoryBytes: 4 * GIB };
  assert.deepEqual(withLimits(container, limits), { ...container, limits });
  assert.deepEqual(withLimits(container, undefined), container);
  const pipeline = {
    mode: 'serial' as const,
    containers: [
      { name: 'a', container },
      { name: 'b', container },
    ],
  };
  const each = { ...container, limits: { cpus: 2, memoryBytes: 2 * GIB } };
  assert.deepEqual(withLimits(pipeline, limits), {
    mode: 'serial',
    containers: [
      { name: 'a', container: each },
      { name: 'b', container: each },
    ],
  });
});
