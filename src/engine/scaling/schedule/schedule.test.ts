import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isTimeZone, nextTime, parseSchedule } from './schedule.ts';

function times(text: string, after: string, count: number, zone = 'UTC'): string[] {
  const schedule = parseSchedule(text);
  assert.ok(schedule, text);
  const found: string[] = [];
  let afterMs = Date.parse(after);
  const anchorMs = Date.parse('2026-01-01T00:00:30Z');
  while (found.length < count) {
    const next = nextTime(schedule, { zone, anchorMs, afterMs });
    if (next === undefined) break;
    found.push(new Date(next).toISOString().replace('.000Z', 'Z'));
    afterMs = next;
  }
  return found;
}

test('once, at a local time', () => {
  assert.deepEqual(times('at(2026-07-01T09:30:00)', '2026-06-01T00:00:00Z', 2), ['2026-07-01T09:30:00Z']);
  assert.deepEqual(times('at(2026-07-01T09:30:00)', '2026-06-01T00:00:00Z', 2, 'Europe/Berlin'), [
    '2026-07-01T07:30:00Z',
  ]);
  assert.deepEqual(times('at(2026-07-01T09:30:00)', '2026-07-01T09:30:00Z', 1), []);
});

test('a rate counts from its beginning', () => {
  assert.deepEqual(times('rate(5 minutes)', '2026-01-01T00:07:00Z', 2), [
    '2026-01-01T00:10:30Z',
    '2026-01-01T00:15:30Z',
  ]);
  assert.deepEqual(times('rate(1 day)', '2025-12-01T00:00:00Z', 1), ['2026-01-01T00:00:30Z']);
});

test('cron, with its special days', () => {
  const after = '2026-02-10T12:00:00Z';
  const next = (text: string, count = 2) => times(`cron(${text})`, after, count);
  assert.deepEqual(next('0 18 ? * MON-FRI *'), ['2026-02-10T18:00:00Z', '2026-02-11T18:00:00Z']);
  assert.deepEqual(next('0/20 13 * * ? *', 3), [
    '2026-02-10T13:00:00Z',
    '2026-02-10T13:20:00Z',
    '2026-02-10T13:40:00Z',
  ]);
  assert.deepEqual(next('15 10 L * ? *'), ['2026-02-28T10:15:00Z', '2026-03-31T10:15:00Z']);
  assert.deepEqual(next('0 8 1W * ? *'), ['2026-03-02T08:00:00Z', '2026-04-01T08:00:00Z']);
  assert.deepEqual(next('0 8 ? * 6L *'), ['2026-02-27T08:00:00Z', '2026-03-27T08:00:00Z']);
  assert.deepEqual(next('0 8 ? * TUE#2 *'), ['2026-03-10T08:00:00Z', '2026-04-14T08:00:00Z']);
  assert.deepEqual(next('0 0 29 2 ? *', 1), ['2028-02-29T00:00:00Z']);
  assert.deepEqual(next('0 0 1,15 JAN,JUL ? 2027', 3), [
    '2027-01-01T00:00:00Z',
    '2027-01-15T00:00:00Z',
    '2027-07-01T00:00:00Z',
  ]);
  assert.deepEqual(next('0 0 1 1 ? 2020', 1), []);
});

test('cron keeps local time when clocks change', () => {
  assert.deepEqual(times('cron(30 2 * * ? *)', '2026-03-28T12:00:00Z', 2, 'Europe/Berlin'), [
    '2026-03-29T01:30:00Z',
    '2026-03-30T00:30:00Z',
  ]);
  assert.deepEqual(times('cron(30 2 * * ? *)', '2026-10-24T12:00:00Z', 2, 'Europe/Berlin'), [
    '2026-10-25T00:30:00Z',
    '2026-10-26T01:30:00Z',
  ]);
});

test('what is no schedule is none', () => {
  for (const text of [
    'every day',
    'at(2026-13-01T00:00:00)',
    'at(2026-01-01)',
    'rate(0 minutes)',
    'rate(5 weeks)',
    'cron(0 0 * * * *)',
    'cron(0 0 ? * ? *)',
    'cron(60 0 * * ? *)',
    'cron(0 0 * * ?)',
    'cron(0 0 ? * 8 *)',
    'cron(0 0 32W * ? *)',
    'cron(0/0 0 * * ? *)',
  ]) {
    assert.equal(parseSchedule(text), undefined, text);
  }
});

test('time zones are IANA names', () => {
  assert.deepEqual(['UTC', 'Pacific/Tahiti', 'Etc/GMT+9'].map(isTimeZone), [true, true, true]);
  assert.deepEqual(['Mars/Olympus', '', '+02:00'].map(isTimeZone), [false, false, false]);
});
