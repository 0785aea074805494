import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { chooseInstance } from './choose-instance.ts';
import { chooseVariant } from './choose-variant.ts';
import { restartDelayMs } from './restart-delay.ts';

test('a variant is chosen with a chance of its weight', () => {
  const variants = [
    { name: 'a', weight: 9 },
    { name: 'never', weight: 0 },
    { name: 'b', weight: 1 },
  ];
  const counts: Record<string, number> = {};
  for (let i = 0; i < 10_000; i++) {
    const name = chooseVariant(variants, i / 10_000)?.name ?? 'none';
    counts[name] = (counts[name] ?? 0) + 1;
  }
  assert.deepEqual(counts, { a: 9000, b: 1000 });
});

test('a variant of weight zero is chosen only when it is alone', () => {
  const chance = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
  const weights = fc.array(
    fc.record({ weight: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e6, noNaN: true })) }),
    { minLength: 2 },
  );
  fc.assert(
    fc.property(weights, chance, (variants, at) => {
      const chosen = chooseVariant(variants, at);
      const some = variants.some(({ weight }) => weight > 0);
      assert.equal(chosen !== undefined && chosen.weight > 0, some);
    }),
  );
  assert.deepEqual(chooseVariant([{ weight: 0 }], 0.5), { weight: 0 });
});

test('an instance with room is chosen before one without; the idlest one where that is asked for', () => {
  const [busy, half, idle] = [{ outstanding: 4 }, { outstanding: 2 }, { outstanding: 0 }];
  assert.equal(chooseInstance([], 'random', 4, 0.5), undefined);
  assert.equal(chooseInstance([busy, half, idle], 'random', 4, 0), half);
  assert.equal(chooseInstance([busy, half, idle], 'random', 4, 0.99), idle);
  assert.equal(chooseInstance([busy, half, idle], 'least-outstanding', 4, 0), idle);
  assert.equal(chooseInstance([busy, { outstanding: 5 }], 'random', 4, 0), undefined, 'none has room');
});

test('the first restart is immediate, later ones wait longer and longer', () => {
  assert.deepEqual([0, 1, 2, 3, 20].map(restartDelayMs), [0, 100, 200, 400, 10_000]);
});
