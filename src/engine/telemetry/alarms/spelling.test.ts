import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayAndTime, decimal, instant, longDate } from './spelling.ts';

test('numbers', () => {
  const table: readonly (readonly [number, string])[] = [
    [0, '0.0'],
    [-0, '0.0'],
    [3, '3.0'],
    [-2.5, '-2.5'],
    [0.1, '0.1'],
    [9_999_999, '9999999.0'],
    [10_000_000, '1.0E7'],
    [123_456_789, '1.23456789E8'],
    [0.0005, '5.0E-4'],
  ];
  for (const [value, expected] of table) assert.equal(decimal(value), expected);
});

test('times', () => {
  const time = Date.UTC(2022, 6, 22, 15, 57, 45, 394);
  assert.equal(instant(time), '2022-07-22T15:57:45.394+0000');
  assert.equal(dayAndTime(time), '22/07/22 15:57:45');
  assert.equal(longDate(time), 'Friday 22 July, 2022 15:57:45 UTC');
  assert.equal(longDate(Date.UTC(2023, 7, 4)), 'Friday 04 August, 2023 00:00:00 UTC');
});
