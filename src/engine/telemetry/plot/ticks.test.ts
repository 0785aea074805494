import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { numberLabel, timeTicks, valueTicks } from './ticks.ts';

test('values are marked at round numbers that span them', () => {
  const labels = (least: number, most: number) => valueTicks(least, most, 5).map(({ label }) => label);
  assert.deepEqual(labels(0, 830), ['0', '200', '400', '600', '800', '1k']);
  assert.deepEqual(labels(0, 0.0043), ['0', '0.001', '0.002', '0.003', '0.004', '0.005']);
  assert.deepEqual(labels(-3, 3), ['-4', '-2', '0', '2', '4']);
  assert.deepEqual(labels(0, 0), ['0', '0.2', '0.4', '0.6', '0.8', '1']);
  const number = fc.double({ min: -1e12, max: 1e12, noNaN: true }).map((n) => (Math.abs(n) < 1e-6 ? 0 : n));
  fc.assert(
    fc.property(number, number, (a, b) => {
      const [least, most] = [Math.min(a, b), Math.max(a, b)];
      const ticks = valueTicks(least, most, 6);
      const slack = 1e-6 * Math.max(1e-300, Math.abs(least), Math.abs(most));
      assert.ok(ticks.length >= 2 && ticks.length <= 20);
      assert.ok((ticks[0]?.at ?? 0) <= least + slack && (ticks.at(-1)?.at ?? 0) >= most - slack);
    }),
  );
});

test('numbers are short', () => {
  assert.deepEqual([0, 1500, 2_000_000, 0.25, -1e9, 3e-7, 123.456].map(numberLabel), [
    '0',
    '1.5k',
    '2M',
    '0.25',
    '-1G',
    '3e-7',
    '123.5',
  ]);
});

test('times are marked where people would, on the clocks that are shown', () => {
  const from = Date.UTC(2026, 0, 1, 10, 7);
  const labels = (ms: number, count: number, offsetMs = 0) =>
    timeTicks(from, from + ms, count, offsetMs).map(({ label }) => label);
  assert.deepEqual(labels(3 * 3_600_000, 6), ['10:30', '11:00', '11:30', '12:00', '12:30', '13:00']);
  assert.deepEqual(labels(20_000, 4), ['10:07:00', '10:07:05', '10:07:10', '10:07:15', '10:07:20']);
  assert.deepEqual(labels(3 * 86_400_000, 4), ['01/02', '01/03', '01/04']);
  assert.deepEqual(labels(3_600_000, 2, 90 * 60_000), ['12:00', '12:30']);
});
