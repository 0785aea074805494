import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { daysToHoliday, isHoliday, parseDay, weekdayOf } from './calendar.ts';
import { featuresOf, type RawRecord } from './features.ts';
import data from './reference.json' with { type: 'json' };
import { Reference } from './reference.ts';

const reference = new Reference(data);
const records: RawRecord[] = [
  { date: '2016-08-29', temperature: 76.5, temperatureMax: 84, rain: 0.1, homeGames: ['Cubs'] },
  { date: '2015-12-25', temperature: 38, snow: 0.4, wind: 18, gust: 31 },
  { date: '2010-02-10', temperature: 21, snow: 0.9, cloud: 1, homeGames: ['Bulls', 'Blackhawks'] },
  { date: '2024-02-29', temperature: 40 },
  { date: '2003-07-04' },
];

test('the calendar knows its holidays', () => {
  assert.equal(weekdayOf(parseDay('2016-08-29')), 0);
  for (const day of ['2016-11-24', '2016-11-25', '2016-05-30', '2016-01-18', '2016-09-05', '2016-07-04']) {
    assert.ok(isHoliday(parseDay(day)), day);
  }
  assert.equal(daysToHoliday(parseDay('2016-07-07')), 3);
  assert.equal(daysToHoliday(parseDay('2016-08-15')), 7);
});

test('what is no day, and a day without a year of history, are refused in words', () => {
  for (const date of ['2016-02-30', '29.8.2016', '', 7 as unknown as string]) {
    assert.throws(() => featuresOf({ date }, reference), /is not a day such as/);
  }
  assert.throws(() => featuresOf({ date: '2001-06-01' }, reference), /too early/);
});

const python = ['/usr/bin/python3', 'python3'].find(
  (command) => spawnSync(command, ['--version']).status === 0,
);

test('the features are those of the Python module that trained the models', {
  skip: python ? false : 'no python3',
}, () => {
  const here = dirname(fileURLToPath(import.meta.url));
  const script = `
import json, sys
sys.path.insert(0, ${JSON.stringify(join(here, '../function-python'))})
from features import Reference, features_of
reference = Reference(json.load(open(${JSON.stringify(join(here, 'reference.json'))})))
print(json.dumps([features_of(record, reference) for record in json.load(sys.stdin)]))`;
  const printed = execFileSync(python as string, ['-B', '-c', script], { input: JSON.stringify(records) });
  const expected = JSON.parse(printed.toString()) as number[][];
  for (const [index, record] of records.entries()) {
    const actual = featuresOf(record, reference);
    assert.equal(actual.length, expected[index]?.length);
    for (const [position, value] of actual.entries()) {
      const wanted = expected[index]?.[position] as number;
      assert.ok(
        Math.abs(value - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted)),
        `${record.date}, feature ${position}: ${value} is not ${wanted}`,
      );
    }
  }
});
