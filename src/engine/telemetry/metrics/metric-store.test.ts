import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { silent, StandingClock } from '../../../kit/index.ts';
import { MetricStore } from './metric-store.ts';
import { evaluateStatistic } from './statistic.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const metric = {
  account: '000000000000',
  region: 'us-east-1',
  namespace: 'n',
  name: 'm',
  dimensions: { a: '1', b: '2' },
};
const sample = { ...metric, unit: 'Count' };

/** Nothing happens by itself: years pass in no time. */
class QuietClock extends StandingClock {
  override after(): Disposable {
    return { [Symbol.dispose]() {} };
  }
}

function open(path = ':memory:') {
  const clock = new QuietClock(Date.UTC(2026, 0, 2, 12));
  const store = new MetricStore(path, { clock, log: silent });
  return { clock, store };
}

/** The sums of a metric, by minutes since `fromMs`. */
function sums(
  store: MetricStore,
  fromMs: number,
  toMs: number,
  periodSeconds = 60,
): [minute: number, sum: number][] {
  const [series] = store.read({ metric, fromMs, toMs, periodSeconds });
  return (series?.points ?? []).map(({ startMs, window }) => [(startMs - fromMs) / MINUTE, window.sum]);
}

test('samples add up by minute, whatever the order of their dimensions, before and after they are written', async () => {
  const { clock, store } = open();
  await using _ = store;
  const start = clock.now();
  store.record({ ...sample, value: 1 });
  store.record({ ...sample, dimensions: { b: '2', a: '1' }, value: 2 });
  assert.deepEqual(sums(store, start, start + HOUR), [[0, 3]]);
  clock.advance(30 * SECOND);
  store.record({ ...sample, value: 4 });
  clock.advance(MINUTE);
  store.record({ ...sample, value: 8 });
  await store.flush();
  assert.deepEqual(sums(store, start, start + HOUR), [
    [0, 7],
    [1, 8],
  ]);
  assert.deepEqual(sums(store, start, start + HOUR, 120), [[0, 15]]);
  assert.deepEqual(sums(store, start, start + MINUTE), [[0, 7]], 'the end is not in it');
});

test('a meter counts into its series, also after that was forgotten for being idle', async () => {
  const { clock, store } = open();
  await using _ = store;
  const start = clock.now();
  const meter = store.meter(sample);
  meter.add(1);
  store.record({ ...sample, value: 2 });
  meter.add(4, start + MINUTE);
  await store.flush();
  clock.advance(15 * MINUTE);
  await store.flush(); // forgets what is idle
  meter.add(8);
  store.record({ ...sample, value: 16 });
  assert.deepEqual(sums(store, start, start + HOUR), [
    [0, 3],
    [1, 4],
    [15, 24],
  ]);
});

test('what comes late is added to what was written, in its minute and in those before it', async () => {
  const { clock, store } = open();
  await using _ = store;
  const start = clock.now();
  for (const round of [1, 10, 100]) {
    store.record({ ...sample, value: round, timeMs: start + MINUTE });
    store.record({ ...sample, value: 2 * round, timeMs: start });
    await store.flush();
  }
  store.record({ ...sample, value: 7, timeMs: start + 2 * MINUTE });
  await store.flush();
  assert.deepEqual(sums(store, start, start + HOUR), [
    [0, 222],
    [1, 111],
    [2, 7],
  ]);
});

test('with a time scale every value is kept to the second', async () => {
  const clock = new QuietClock(Date.UTC(2026, 0, 2, 12));
  await using store = new MetricStore(':memory:', { clock, log: silent, timeScale: 30 });
  const start = clock.now();
  store.record({ ...sample, value: 1 });
  await store.put([{ ...sample, resolution: 60, timeMs: start + 2500, values: [[2, 1]] }]);
  assert.deepEqual(sums(store, start, start + HOUR, 2), [
    [0, 1],
    [2 / 60, 2],
  ]);
});

test('periods count from the start of the question, rounded down to the minute', async () => {
  const { clock, store } = open();
  await using _ = store;
  const start = clock.now();
  for (const minute of [0, 1, 2, 3, 4])
    store.record({ ...sample, value: 1, timeMs: start + minute * MINUTE });
  clock.advance(5 * MINUTE);
  const [series] = store.read({
    metric,
    fromMs: start + MINUTE + 30 * SECOND,
    toMs: start + HOUR,
    periodSeconds: 180,
  });
  assert.deepEqual(
    series?.points.map(({ startMs, window }) => [(startMs - start) / MINUTE, window.sum]),
    [
      [1, 3],
      [4, 1],
    ],
  );
});

test('what a put answered survives, and is read back and added to', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'postern-metrics-'));
  try {
    const path = join(directory, 'metrics.db');
    const first = open(path);
    const start = first.clock.now();
    const values = [[5, 2]] as const;
    await first.store.put([{ ...sample, resolution: 60, timeMs: start, values }]);
    // a second connection sees what is on disk, as after kill -9
    const second = open(path);
    assert.deepEqual(sums(second.store, start, start + HOUR), [[0, 10]]);
    second.store.record({ ...sample, value: 1 });
    await second.store[Symbol.asyncDispose]();
    assert.deepEqual(sums(first.store, start, start + HOUR), [[0, 11]]);
    await first.store[Symbol.asyncDispose]();
  } finally {
    await rm(directory, { recursive: true });
  }
});

test('old windows are put together, and questions finer than they have become find nothing', async () => {
  const { clock, store } = open();
  await using _ = store;
  const start = clock.now();
  for (let second = 0; second < 120; second++) {
    store.record({ ...sample, value: 1, resolution: 1, timeMs: start + second * SECOND });
  }
  const at = (periodSeconds: number) => sums(store, start, start + DAY, periodSeconds).map(([, sum]) => sum);
  const later = async (ms: number) => {
    await store.flush();
    clock.advance(ms);
    await store.rollUp();
  };
  assert.deepEqual(at(30), [30, 30, 30, 30]);
  await later(3 * HOUR + 3 * MINUTE);
  assert.deepEqual([at(30), at(60)], [[], [60, 60]]);
  await later(15 * DAY);
  assert.deepEqual([at(60), at(300)], [[], [120]]);
  await later(48 * DAY + HOUR);
  assert.deepEqual([at(300), at(3600)], [[], [120]]);
  const [series] = store.read({ metric, fromMs: start, toMs: start + DAY, periodSeconds: 3600 });
  assert.equal(evaluateStatistic({ kind: 'percentile', percent: 50 }, series!.points[0]!.window), 1);
  await later(392 * DAY);
  assert.deepEqual(at(3600), []);
  assert.deepEqual(await store.list({ ...metric, dimensions: [], sinceMs: 0, limit: 10 }), []);
});

test('metrics are listed by what they are named and when they last came', async () => {
  const { clock, store } = open();
  await using _ = store;
  store.record({ ...sample, value: 1 });
  clock.advance(HOUR);
  store.record({ ...sample, name: 'later', unit: 'None', value: 1 });
  store.record({ ...sample, name: 'later', unit: 'Count', value: 1 });
  store.record({ ...sample, region: 'eu-west-1', value: 1 });
  const list = async (more: object) => {
    const found = await store.list({
      account: metric.account,
      region: metric.region,
      dimensions: [],
      sinceMs: 0,
      limit: 10,
      ...more,
    });
    return found.map(({ name }) => name);
  };
  assert.deepEqual(await list({}), ['later', 'm']);
  assert.deepEqual(await list({ sinceMs: clock.now() }), ['later']);
  assert.deepEqual(await list({ dimensions: [{ name: 'a' }, { name: 'b', value: '3' }] }), []);
  assert.deepEqual(await list({ after: { ...metric, name: 'later' } }), ['m']);
});
