import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextAttempt } from './retry.ts';

test('an event the handler failed on is tried twice more, after one minute and after two', () => {
  assert.equal(nextAttempt({ failures: 1, throttles: 0, ageMs: 10 }, {}), 60_000);
  assert.equal(nextAttempt({ failures: 2, throttles: 0, ageMs: 60_010 }, {}), 120_000);
  assert.equal(nextAttempt({ failures: 3, throttles: 0, ageMs: 180_010 }, {}), 'give-up');
  assert.equal(nextAttempt({ failures: 1, throttles: 0, ageMs: 10 }, { retries: 0 }), 'give-up');
});

test('without a free worker it waits longer and longer, until it is too old', () => {
  const waits = [1, 2, 3, 9, 10, 20].map((throttles) =>
    nextAttempt({ failures: 0, throttles, ageMs: 0 }, {}),
  );
  assert.deepEqual(waits, [1000, 2000, 4000, 256_000, 300_000, 300_000]);
  assert.equal(nextAttempt({ failures: 0, throttles: 10, ageMs: 21_500_000 }, {}), 'give-up');
  assert.equal(nextAttempt({ failures: 1, throttles: 0, ageMs: 10 }, { maximumAgeSeconds: 60 }), 'give-up');
});
