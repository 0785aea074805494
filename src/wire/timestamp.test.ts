import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatTimestamp, parseTimestamp } from './timestamp.ts';

test('what is written is read back, to the millisecond or the second', () => {
  const date = fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true });
  fc.assert(
    fc.property(date, (instant) => {
      assert.deepEqual(parseTimestamp(formatTimestamp(instant, 'date-time'), 'date-time'), instant);
      assert.deepEqual(parseTimestamp(formatTimestamp(instant, 'epoch-seconds'), 'epoch-seconds'), instant);
      const whole = new Date(Math.floor(instant.getTime() / 1000) * 1000);
      assert.deepEqual(parseTimestamp(formatTimestamp(instant, 'http-date'), 'http-date'), whole);
    }),
  );
});

test('dates that do not exist are none', () => {
  for (const text of [
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01',
    '2026-01-01T00:00:00',
    '2026-01-01T00:00:00+01:00',
    'now',
  ]) {
    assert.equal(parseTimestamp(text, 'date-time'), undefined, text);
  }
  assert.equal(parseTimestamp('Thu, 31 Apr 2026 00:00:00 GMT', 'http-date'), undefined);
  assert.equal(parseTimestamp('1e30', 'epoch-seconds'), undefined);
});
