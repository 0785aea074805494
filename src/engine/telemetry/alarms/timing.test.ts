import assert from 'node:assert/strict';
import { test } from 'node:test';
import { periodStarts, timingOf } from './timing.ts';

test('how often, and over what', () => {
  assert.deepEqual(timingOf(60, 3, 1), { intervalMs: 60_000, periodMs: 60_000, range: 5 });
  assert.deepEqual(timingOf(300, 1, 1), { intervalMs: 60_000, periodMs: 300_000, range: 3 });
  assert.deepEqual(timingOf(20, 1, 1), { intervalMs: 10_000, periodMs: 20_000, range: 3 });
  assert.deepEqual(timingOf(86_400, 3, 1), { intervalMs: 3_600_000, periodMs: 86_400_000, range: 5 });
});

test('time runs faster, but in no less than seconds', () => {
  assert.deepEqual(timingOf(60, 3, 30), { intervalMs: 2_000, periodMs: 2_000, range: 5 });
  assert.deepEqual(timingOf(10, 3, 60), { intervalMs: 1_000, periodMs: 1_000, range: 5 });
  assert.deepEqual(timingOf(300, 1, 60), { intervalMs: 1_000, periodMs: 5_000, range: 3 });
});

test('only periods that are over, and they move on with every evaluation', () => {
  const at = (text: string) => Date.parse(`2026-01-01T${text}Z`);
  const timing = timingOf(300, 1, 1);
  assert.deepEqual(periodStarts(timing, at('06:47:38')), [at('06:42:00'), at('06:37:00'), at('06:32:00')]);
  assert.deepEqual(periodStarts(timing, at('06:48:38'))[0], at('06:43:00'));
});
