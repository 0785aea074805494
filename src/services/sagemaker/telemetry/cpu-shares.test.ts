import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CpuShares } from './cpu-shares.ts';

test('processors in percent since the last look; a container started anew counts from its start', () => {
  const shares = new CpuShares();
  assert.equal(shares.percent('i', 10, 0), undefined);
  assert.equal(shares.percent('i', 12, 1000), 200);
  assert.equal(shares.percent('i', 12, 3000), 0);
  assert.equal(shares.percent('i', 0.5, 4000), 50);
  shares.keep(new Set());
  assert.equal(shares.percent('i', 1, 5000), undefined);
});
