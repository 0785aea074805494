import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silent, StandingClock } from '../../../kit/index.ts';
import { AlarmLoop } from './alarm-loop.ts';

const parts = (timeScale = 1) => ({ clock: new StandingClock(), log: silent, timeScale });

test('each alarm once an interval, at its own place in it', () => {
  const { clock, ...rest } = parts();
  using loop = new AlarmLoop({ clock, ...rest });
  const seen = new Map<string, number[]>();
  for (let index = 0; index < 500; index++) {
    const key = `alarm ${index}`;
    const times: number[] = [];
    seen.set(key, times);
    loop.watch(key, 60_000, (nowMs) => times.push(nowMs));
  }
  clock.advance(5 * 60_000);
  const places = new Map<number, number>();
  for (const times of seen.values()) {
    assert.equal(times.length, 5);
    const place = (times[0] as number) % 60_000;
    assert.ok(place >= 6_000 && place < 56_000, `${place}`);
    for (const time of times) assert.equal(time % 60_000, place);
    places.set(place, (places.get(place) ?? 0) + 1);
  }
  assert.ok(Math.max(...places.values()) < 40, 'they are spread');
});

test('a new alarm under an old key takes its place; one that is gone is not evaluated', () => {
  const { clock, ...rest } = parts(60);
  using loop = new AlarmLoop({ clock, ...rest });
  const seen: string[] = [];
  loop.watch('a', 1_000, () => seen.push('old'));
  loop.watch('a', 1_000, () => seen.push('new'));
  clock.advance(1_000);
  assert.deepEqual(seen, ['new']);
  assert.ok(loop.unwatch('a'));
  clock.advance(5_000);
  assert.deepEqual(seen, ['new']);
});

test('one that fails does not stop the others, nor itself', () => {
  const { clock, ...rest } = parts();
  using loop = new AlarmLoop({ clock, ...rest });
  let failed = 0;
  let fine = 0;
  loop.watch('bad', 10_000, () => {
    failed++;
    throw new Error('no');
  });
  loop.watch('good', 10_000, () => fine++);
  clock.advance(30_000);
  assert.deepEqual([failed, fine], [3, 3]);
});

test('more than come at once come with the next ticks', () => {
  const { clock, ...rest } = parts(60);
  using loop = new AlarmLoop({ clock, ...rest });
  let evaluated = 0;
  for (let index = 0; index < 1_000; index++) loop.watch(`${index}`, 1_000, () => evaluated++);
  clock.advance(10_000);
  assert.equal(evaluated, 10_000);
});
