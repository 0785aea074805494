import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { sleep, systemClock } from './clock.ts';

test('a delay longer than the timers of Node is waited for', async () => {
  let called = false;
  using _timer = systemClock.after(2 ** 31 + 1000, () => {
    called = true;
  });
  await wait(20);
  assert.equal(called, false);
  await Promise.race([sleep(systemClock, 1), wait(5_000).then(() => assert.fail('a short one is late'))]);
});
