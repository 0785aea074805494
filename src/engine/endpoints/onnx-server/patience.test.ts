import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Patience } from './patience.ts';

/** One that has seen runs of 2 ms and 0.1 ms a row. */
function experienced(boundMs: number): Patience {
  const patience = new Patience(boundMs);
  for (let i = 0; i < 200; i++) {
    const rows = 1 + (i % 8);
    patience.ran(rows, 2 + rows * 0.1);
  }
  return patience;
}

test('the fixed part of a run is learned from runs of different sizes', () => {
  assert.ok(Math.abs(experienced(1).fixedMs - 2) < 0.05, String(experienced(1).fixedMs));
  const uniform = new Patience(1);
  for (let i = 0; i < 50; i++) uniform.ran(4, 3);
  assert.equal(uniform.fixedMs, 0, 'runs of one size teach nothing');
});

test('it waits for those who were just answered, if others ask already, and no longer than is worth it', () => {
  assert.deepEqual(experienced(1).plan({ waiting: 3, answered: 5 }), { requests: 8, ms: 1 });
  const { ms = 0 } = experienced(60).plan({ waiting: 3, answered: 5 }) ?? {};
  assert.ok(Math.abs(ms - 2) < 0.05, 'a wait is not longer than what it saves');
  assert.equal(experienced(1).plan({ waiting: 0, answered: 1 }), undefined);
  assert.equal(
    experienced(1).plan({ waiting: 2, answered: 0 }),
    undefined,
    'after a rest nobody is expected',
  );
  assert.equal(experienced(0).plan({ waiting: 3, answered: 5 }), undefined);
});

test('waits in vain become rare, and a good one sets that right', () => {
  const patience = experienced(1);
  const moment = { waiting: 1, answered: 1 };
  let waits = 0;
  for (let i = 0; i < 1000; i++) {
    if (!patience.plan(moment)) continue;
    waits++;
    patience.waited(false);
  }
  assert.ok(waits <= 12, `${waits} waits in a thousand runs`);
  while (!patience.plan(moment));
  patience.waited(true);
  assert.ok(patience.plan(moment));
});
