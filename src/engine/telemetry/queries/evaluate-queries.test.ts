import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silent, StandingClock } from '../../../kit/index.ts';
import { parseExpression } from '../maths/parse.ts';
import { MetricStore } from '../metrics/metric-store.ts';
import type { DataQuery } from './data-query.ts';
import { Queries } from './evaluate-queries.ts';
import { labelsApart } from './labels-apart.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const owner = { account: '000000000000', region: 'us-east-1' };
const metric = { ...owner, namespace: 'n', name: 'm', dimensions: { host: 'a' } };
const read = { id: 'm', kind: 'metric', metric, stat: 'Sum', periodSeconds: 60 } as const;
const expression = (id: string, text: string, periodSeconds?: number): DataQuery => ({
  id,
  kind: 'expression',
  expression: parseExpression(text),
  ...(periodSeconds !== undefined && { periodSeconds }),
});

/** A store with a value of 1 every second for two minutes, and what queries answer over them. */
async function opened(timeScale = 1) {
  const clock = new StandingClock();
  const metrics = new MetricStore(':memory:', { clock, log: silent, timeScale });
  const fromMs = clock.now();
  for (let second = 0; second < 120; second++) {
    metrics.record({ ...metric, value: 1, unit: 'None', resolution: 1, timeMs: fromMs + second * SECOND });
  }
  clock.advance(2 * MINUTE);
  const answer = (queries: readonly DataQuery[], id: string) => {
    const range = { fromMs, toMs: clock.now(), timeScale };
    return new Queries({ metrics, clock, ...owner }, queries, range).answer(id);
  };
  const values = (queries: readonly DataQuery[], id: string) =>
    answer(queries, id).series.map(({ points }) => points.map(({ value }) => value));
  return {
    metrics,
    clock,
    fromMs,
    answer,
    values,
    [Symbol.asyncDispose]: () => metrics[Symbol.asyncDispose](),
  };
}

test('queries are answered whether or not their data are on disk, in whatever order they stand', async () => {
  await using here = await opened();
  const queries = [expression('later', 'half + half'), expression('half', 'm / 2'), read];
  assert.deepEqual(here.values(queries, 'later'), [[60, 60]]);
  await here.metrics.flush();
  assert.deepEqual(here.values(queries, 'later'), [[60, 60]]);
});

test('a scaled minute is that much shorter, and expressions tell the time that was asked for', async () => {
  await using here = await opened(30);
  const perMinute = here.values([read], 'm')[0] ?? [];
  assert.deepEqual([perMinute.length, perMinute[0]], [60, 2]);
  assert.equal(here.values([read, expression('p', 'm / PERIOD(m)')], 'p')[0]?.[0], 2 / 60);
  assert.equal(here.values([read, expression('d', 'DIFF_TIME(m)')], 'd')[0]?.[0], 60);
  assert.equal(here.values([expression('t', 'TIME_SERIES(1)', 120)], 't')[0]?.length, 30);
});

test('a period of 10 s at 60 times the speed is one second, and what is not asked ends with now', async () => {
  await using here = await opened(60);
  assert.equal(here.values([{ ...read, periodSeconds: 10 }], 'm')[0]?.length, 120);
  const range = { fromMs: here.fromMs, toMs: here.fromMs + 60 * MINUTE };
  const source = { metrics: here.metrics, clock: here.clock, ...owner };
  const { series } = new Queries(source, [read, expression('f', 'FILL(m, 0)')], range).answer('f');
  assert.deepEqual(
    series[0]?.points.map(({ value }) => value),
    [60, 60, 0],
  );
});

test('SEARCH finds what is in memory and on disk, in its period', async () => {
  await using here = await opened();
  here.metrics.record({ ...metric, dimensions: { host: 'b' }, value: 5, unit: 'None' });
  const { series, several } = here.answer([expression('s', "SEARCH('{n,host} m', 'Maximum', 300)")], 's');
  assert.ok(several);
  assert.deepEqual(
    series.map(({ label, points }) => [label, points.map(({ value }) => value)]),
    [
      ['a', [1]],
      ['b', []], // found, though its value of now is at the end, which is not asked for
    ],
  );
});

test('labels name what differs', () => {
  const one = (name: string, host: string, namespace = 'n') => ({
    ...metric,
    namespace,
    name,
    dimensions: { host },
  });
  assert.deepEqual(labelsApart([one('m', 'a')]), ['m']);
  assert.deepEqual(labelsApart([one('m', 'a'), one('m', 'b')]), ['a', 'b']);
  assert.deepEqual(labelsApart([one('m', 'a'), one('k', 'a')]), ['m', 'k']);
  assert.deepEqual(labelsApart([one('m', 'a'), one('k', 'b', 'o')]), ['n a m', 'o b k']);
});
