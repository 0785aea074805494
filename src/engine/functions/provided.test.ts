import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { test } from 'node:test';
import { StandingClock } from '../../kit/index.ts';
import { Provided } from './provided.ts';

test('a start that fails is tried again after a while, and no more once none are to be up', async () => {
  const clock = new StandingClock();
  let starts = 0;
  const start = async () => {
    starts++;
    return { kind: 'impossible', detail: 'no' } as const;
  };
  const provided = new Provided({ clock, workers: () => 0, start });
  provided.count = 2;
  await turn();
  assert.deepEqual([starts, provided.failure?.kind], [2, 'impossible']);
  clock.advance(60_000);
  await turn();
  assert.equal(starts, 4);
  provided.count = 0;
  clock.advance(60_000);
  await turn();
  assert.deepEqual([starts, provided.failure], [4, undefined]);
});
