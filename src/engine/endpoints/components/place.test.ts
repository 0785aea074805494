import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Copies, instancesNeeded } from './place.ts';

const size = { cpus: 2, memoryMb: 8192 };
const needed = (...all: [cpus: number, memoryMb: number, count: number][]) =>
  instancesNeeded(
    size,
    all.map(([cpus, memoryMb, count]) => ({ need: { cpus, memoryMb }, count })),
  );

test('copies fill instances by what they take most of', () => {
  assert.deepEqual(needed(), { kind: 'instances', count: 0 });
  assert.deepEqual(needed([1, 1024, 0]), { kind: 'instances', count: 0 });
  assert.deepEqual(needed([1, 1024, 4]), { kind: 'instances', count: 2 });
  assert.deepEqual(needed([0.25, 4096, 4]), { kind: 'instances', count: 2 });
  assert.deepEqual(needed([0.2, 100, 10]), { kind: 'instances', count: 1 });
  assert.deepEqual(needed([0.5, 1024, 2], [1.5, 1024, 2]), { kind: 'instances', count: 2 });
});

test('a copy larger than an instance is placed nowhere', () => {
  assert.deepEqual(needed([3, 1, 1]), { kind: 'too-large', need: { cpus: 3, memoryMb: 1 } });
  assert.deepEqual(needed([3, 1, 0]), { kind: 'instances', count: 0 });
});

test('there is room enough for all, and no more than one instance a copy', () => {
  const copies = fc.record({
    need: fc.record({
      cpus: fc.integer({ min: 1, max: 8 }).map((quarters) => quarters / 4),
      memoryMb: fc.integer({ min: 128, max: 8192 }),
    }),
    count: fc.integer({ min: 0, max: 6 }),
  });
  const sum = (all: readonly Copies[], of: (one: Copies) => number) =>
    all.reduce((total, one) => total + of(one) * one.count, 0);
  fc.assert(
    fc.property(fc.array(copies, { maxLength: 8 }), (all) => {
      const result = instancesNeeded(size, all);
      assert.equal(result.kind, 'instances');
      if (result.kind !== 'instances') return;
      assert.ok(result.count <= sum(all, () => 1));
      assert.ok(result.count * size.cpus >= sum(all, ({ need }) => need.cpus));
      assert.ok(result.count * size.memoryMb >= sum(all, ({ need }) => need.memoryMb));
    }),
  );
});
