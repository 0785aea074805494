import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silent, StandingClock } from '../../../kit/index.ts';
import { MetricStore } from '../metrics/metric-store.ts';
import { parseStatistic, type Statistic } from '../metrics/statistic.ts';
import { leastSamplesOf, readDatapoints } from './datapoints.ts';
import { timingOf } from './timing.ts';

const metric = {
  account: '111122223333',
  region: 'eu-west-1',
  namespace: 'n',
  name: 'm',
  dimensions: { a: 'b' },
};
const statistic = (text: string) => parseStatistic(text) as Statistic;
const at = (text: string) => Date.parse(`2026-01-01T${text}Z`);

function stack() {
  const clock = new StandingClock(at('12:00:00'));
  const store = new MetricStore(':memory:', { clock, log: silent });
  const record = (time: string, value: number, resolution: 1 | 60 = 60) =>
    store.record({ ...metric, unit: 'Count', value, timeMs: at(time), resolution });
  return { store, record, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() };
}

test('whole periods of minutes, the newest first; what runs is not one yet', async () => {
  await using parts = stack();
  parts.record('11:57:10', 1);
  parts.record('11:57:50', 2);
  parts.record('11:59:00', 4);
  parts.record('12:00:05', 8);
  const points = readDatapoints(
    parts.store,
    { metric, statistic: statistic('Sum') },
    timingOf(60, 1, 1),
    at('12:00:40'),
  );
  assert.deepEqual(points, [
    { startMs: at('11:59:00'), value: 4, sampleCount: 1 },
    { startMs: at('11:58:00') },
    { startMs: at('11:57:00'), value: 3, sampleCount: 2 },
  ]);
});

test('periods of several minutes end at the last minute', async () => {
  await using parts = stack();
  parts.record('11:55:00', 1);
  parts.record('11:59:00', 2);
  parts.record('12:00:30', 4);
  const read = (now: string) =>
    readDatapoints(parts.store, { metric, statistic: statistic('Sum') }, timingOf(300, 1, 1), at(now)).map(
      ({ value }) => value,
    );
  assert.deepEqual(read('12:00:40'), [3, undefined, undefined]);
  assert.deepEqual(read('12:01:40'), [6, 1, undefined]);
});

test('periods under a minute, moving on by ten seconds', async () => {
  await using parts = stack();
  for (const [time, value] of [
    ['11:59:12', 1],
    ['11:59:25', 2],
    ['11:59:31', 4],
    ['11:59:49', 8],
  ] as const) {
    parts.record(time, value, 1);
  }
  const read = (now: string) =>
    readDatapoints(parts.store, { metric, statistic: statistic('Sum') }, timingOf(20, 1, 1), at(now)).map(
      ({ value }) => value,
    );
  assert.deepEqual(read('11:59:50'), [12, 3, undefined]);
  assert.deepEqual(read('11:59:40'), [6, 1, undefined]);
});

test('scaled periods', async () => {
  await using parts = stack();
  for (const second of [30, 31, 32, 33, 34, 35]) parts.record(`11:59:${second}`, 1, 1);
  const points = readDatapoints(
    parts.store,
    { metric, statistic: statistic('Sum') },
    timingOf(60, 2, 30),
    at('11:59:36.500'),
  );
  assert.deepEqual(
    points.map(({ value }) => value),
    [2, 2, 2, undefined],
  );
});

test('percentiles, and how many samples they want', async () => {
  await using parts = stack();
  for (let value = 1; value <= 100; value++) parts.record('11:59:30', value);
  const [point] = readDatapoints(
    parts.store,
    { metric, statistic: statistic('p99') },
    timingOf(60, 1, 1),
    at('12:00:40'),
  );
  assert.deepEqual(point, { startMs: at('11:59:00'), value: 99, sampleCount: 100 });
  assert.equal(Math.round(leastSamplesOf(statistic('p99')) ?? 0), 1000);
  assert.equal(leastSamplesOf(statistic('p20')), 50);
  assert.equal(leastSamplesOf(statistic('Average')), undefined);
});
