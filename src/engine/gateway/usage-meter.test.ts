import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DayOfUse, periodStart, UsageMeter } from './usage-meter.ts';

const at = (text: string): number => Date.parse(`${text}Z`);
const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

test('periods begin at UTC midnight on their day', () => {
  const start = (period: 'DAY' | 'WEEK' | 'MONTH', offset: number, text: string) =>
    day(periodStart({ limit: 1, period, offset }, at(text)));
  assert.equal(start('DAY', 0, '2026-04-09T23:59:59'), '2026-04-09');
  assert.equal(start('WEEK', 0, '2026-04-09T12:00:00'), '2026-04-05');
  assert.equal(start('WEEK', 4, '2026-04-09T12:00:00'), '2026-04-09');
  assert.equal(start('WEEK', 5, '2026-04-09T12:00:00'), '2026-04-03');
  assert.equal(start('MONTH', 0, '2026-04-09T12:00:00'), '2026-04-01');
  assert.equal(start('MONTH', 9, '2026-04-09T12:00:00'), '2026-03-10');
});

test('a quota counts over its period and starts anew', () => {
  const meter = new UsageMeter({ load: () => [], save() {} });
  const quota = { limit: 2, period: 'WEEK', offset: 0 } as const;
  const count = (text: string) => meter.count('p', 'k', quota, at(text));
  assert.deepEqual(
    ['2026-04-05T00:00', '2026-04-07T01:00', '2026-04-11T23:59', '2026-04-12T00:00'].map(count),
    [true, true, false, true],
  );
  assert.equal(meter.count('p', 'other', quota, at('2026-04-11T23:59')), true);
  const report = meter.report('p', 'k', quota, at('2026-04-05T00:00'), at('2026-04-08T00:00'));
  assert.deepEqual(report, [
    [1, 1],
    [0, 1],
    [1, 0],
    [0, 0],
  ]);
});

test('what is granted on top holds for the period', () => {
  const meter = new UsageMeter({ load: () => [], save() {} });
  const quota = { limit: 1, period: 'DAY', offset: 0 } as const;
  const now = at('2026-04-05T10:00');
  assert.deepEqual([meter.count('p', 'k', quota, now), meter.count('p', 'k', quota, now)], [true, false]);
  meter.setRemaining('p', 'k', quota, 2, now);
  assert.deepEqual(meter.report('p', 'k', quota, now, now), [[1, 2]]);
  assert.deepEqual(
    [1, 2, 3].map(() => meter.count('p', 'k', quota, now)),
    [true, true, false],
  );
  assert.deepEqual(meter.report('p', 'k', quota, now + 86_400_000, now + 86_400_000), [[0, 1]]);
});

test('only what changed is saved, and loading it again goes on counting', () => {
  const saved: DayOfUse[][] = [];
  const now = at('2026-04-05T10:00');
  const meter = new UsageMeter({ load: () => [], save: (days) => void saved.push([...days]) });
  meter.count('p', 'k', undefined, now);
  meter.count('p', 'k', undefined, now);
  meter.flush();
  meter.flush();
  const expected = [{ planId: 'p', keyId: 'k', day: '2026-04-05', used: 2, extra: 0 }];
  assert.deepEqual(saved, [expected]);
  const again = new UsageMeter({ load: () => expected, save() {} });
  again.count('p', 'k', undefined, now);
  assert.deepEqual(again.report('p', 'k', undefined, now, now), [[3, 0]]);
});

test('what could not be written is written the next time', () => {
  const saved: (readonly DayOfUse[])[] = [];
  let isFull = true;
  const save = (days: readonly DayOfUse[]) => {
    if (isFull) throw new Error('the disk is full');
    saved.push(days);
  };
  const meter = new UsageMeter({ load: () => [], save });
  meter.count('p', 'k', undefined, at('2026-04-05T10:00'));
  assert.throws(() => meter.flush(), /full/);
  isFull = false;
  meter.flush();
  meter.flush();
  assert.deepEqual(saved, [[{ planId: 'p', keyId: 'k', day: '2026-04-05', used: 1, extra: 0 }]]);
});
