import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluateExpression } from './evaluate.ts';
import { parseExpression } from './parse.ts';
import type { TimeSeries } from './series.ts';
import type { Surroundings } from './surroundings.ts';
import { single } from './values.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 5, 10, 30); // a Monday
const _ = undefined;

const seriesOf = (values: readonly (number | undefined)[], label = 'm'): TimeSeries => ({
  label,
  periodMs: MINUTE,
  points: values.flatMap((value, index) =>
    value === undefined ? [] : { startMs: START + index * MINUTE, value },
  ),
});

/** Evaluates over five minutes; answers the values by minute, a number, or an array of such by label. */
function evaluate(source: string, metrics: Record<string, (number | undefined)[]> = {}, minutes = 5) {
  const all = Object.entries(metrics).map(([id, values]) => ({ id, series: seriesOf(values, id) }));
  const surroundings: Surroundings = {
    startMs: () => START,
    toMs: START + minutes * MINUTE,
    periodMs: MINUTE,
    timeScale: 1,
    lookUp: (id) => {
      const found = all.find((one) => one.id === id);
      return found && single(found.series);
    },
    metrics: () => all,
    search: () => [],
  };
  const byMinute = ({ points }: TimeSeries) =>
    Array.from(
      { length: minutes },
      (_value, index) => points.find(({ startMs }) => startMs === START + index * MINUTE)?.value,
    );
  const value = evaluateExpression(parseExpression(source), surroundings);
  if (value.kind === 'scalar') return value.value;
  if (value.kind === 'series') return byMinute(value.series);
  return value.series.map((series) => [series.label, ...byMinute(series)]);
}

test('arithmetic binds as in school; what is missing on one side is zero; quotients by zero are dropped', () => {
  assert.equal(evaluate('1 + 2 * 3 ^ 2 - -4 / (1 + 1)'), 21);
  assert.equal(evaluate('2 ^ 3 ^ 2'), 512);
  assert.equal(evaluate('-2 ^ 2'), -4);
  const metrics = { m1: [6, 8, _, 10, _], m2: [2, 0, 5, _, _] };
  assert.deepEqual(evaluate('m1 - m2', metrics), [4, 8, -5, 10, _]);
  assert.deepEqual(evaluate('m1 / m2', metrics), [3, _, 0, _, _]);
  assert.deepEqual(evaluate('100 * m1', metrics), [600, 800, _, 1000, _]);
  assert.deepEqual(evaluate('[m1, m2] / m2', metrics), [
    ['m1', 3, _, 0, _, _],
    ['m2', 1, _, 1, _, _],
  ]);
  assert.deepEqual(evaluate('SUM(100 / [m1, m2])', { m1: [5, _, _, _, _], m2: [10, 20, _, _, _] }), [
    30,
    5,
    _,
    _,
    _,
  ]);
});

test("the documentation's examples of comparison", () => {
  const metrics = { metric1: [30, 20, 0, 0, _], metric2: [20, _, 20, _, _] };
  assert.deepEqual(evaluate('metric1 < metric2', metrics), [0, 0, 1, 0, _]);
  assert.deepEqual(evaluate('metric1 >= 30', metrics), [1, 0, 0, 0, _]);
  assert.deepEqual(evaluate('metric1 > 15 AND metric2 > 15', metrics), [1, 0, 0, 0, _]);
  assert.deepEqual(evaluate('metric1 > 25 || metric1 <= 20 && metric2 > 1', metrics), [1, 0, 1, 0, _]);
});

test("the documentation's examples of IF", () => {
  const metrics = { metric1: [1, 1, 0, 0, _], metric2: [30, _, 0, 0, 30], metric3: [0, 0, 20, _, 20] };
  assert.deepEqual(evaluate('IF(metric1, metric2, metric3)', metrics), [30, 0, 20, _, _]);
  assert.deepEqual(evaluate('IF(metric1, 5, metric3)', metrics), [5, 5, 20, _, _]);
  assert.deepEqual(evaluate('IF(metric1, metric2, 5)', metrics), [30, 0, 5, 5, _]);
  assert.deepEqual(evaluate('IF(metric1, metric2)', metrics), [30, 0, _, _, _]);
  assert.deepEqual(evaluate('IF(1 > 2, metric2, metric3)', metrics), [0, 0, 20, _, 20]);
  assert.deepEqual(evaluate('IF(0, metric2)', metrics), [_, _, _, _, _]);
  assert.deepEqual(evaluate('IF(metric2 < 10, 10, 2)', metrics), [2, _, 10, 10, 2]);
  assert.deepEqual(evaluate('IF(1, 7, metric2)', metrics), [7, _, 7, 7, 7]);
});

test('reductions of one series and of several', () => {
  const metrics = { m1: [1, 2, 6, _, _], m2: [3, _, 2, _, 8] };
  assert.deepEqual(
    ['SUM', 'AVG', 'MIN', 'MAX', 'DATAPOINT_COUNT'].map((name) => evaluate(`${name}(m1)`, metrics)),
    [9, 3, 1, 6, 3],
  );
  assert.ok(Math.abs((evaluate('STDDEV(m1)', metrics) as number) - Math.sqrt(14 / 3)) < 1e-12);
  assert.deepEqual(evaluate('SUM([m1, m2])', metrics), [4, 2, 8, _, 8]);
  assert.deepEqual(evaluate('AVG(METRICS())', metrics), [2, 1, 4, _, 4]);
  assert.deepEqual(evaluate('MIN([m1, m2])', metrics), [1, 2, 2, _, 8]);
  assert.deepEqual(evaluate('MAX([m1, m2])', metrics), [3, 2, 6, _, 8]);
  assert.deepEqual(evaluate('STDDEV([m1, m2])', metrics), [1, 0, 2, _, 0]);
  assert.deepEqual(evaluate('DATAPOINT_COUNT([m1, m2])', metrics), [2, 1, 2, _, 1]);
  assert.deepEqual(evaluate('m1 - AVG(m1)', metrics), [-2, -1, 3, _, _]);
});

test('each point, and each after the one before', () => {
  const metrics = { m1: [-1.5, 10, _, 100, _] };
  assert.deepEqual(evaluate('ABS(m1)', metrics), [1.5, 10, _, 100, _]);
  assert.deepEqual(evaluate('CEIL(m1)', metrics), [-1, 10, _, 100, _]);
  assert.deepEqual(evaluate('FLOOR(m1)', metrics), [-2, 10, _, 100, _]);
  assert.deepEqual(evaluate('LOG10(m1)', metrics), [_, 1, _, 2, _]);
  assert.deepEqual(evaluate('LOG([m1])', metrics), [['m1', _, Math.log(10), _, Math.log(100), _]]);
  assert.deepEqual(evaluate('DIFF(m1)', metrics), [_, 11.5, _, 90, _]);
  assert.deepEqual(evaluate('DIFF_TIME(m1)', metrics), [_, 60, _, 120, _]);
  assert.deepEqual(evaluate('RATE(m1)', metrics), [_, 11.5 / 60, _, 0.75, _]);
  assert.deepEqual(evaluate('RUNNING_SUM(m1)', metrics), [-1.5, 8.5, _, 108.5, _]);
});

test('FILL fills with a number, a series, what came before, or what lies between', () => {
  const metrics = { m1: [_, 10, _, 30, _], m2: [1, 2, 3, 4, _] };
  assert.deepEqual(evaluate('FILL(m1, 0)', metrics), [0, 10, 0, 30, 0]);
  assert.deepEqual(evaluate('FILL(m1, MIN(m1))', metrics), [10, 10, 10, 30, 10]);
  assert.deepEqual(evaluate('FILL(m1, m2)', metrics), [1, 10, 3, 30, _]);
  assert.deepEqual(evaluate('FILL(m1, REPEAT)', metrics), [_, 10, 10, 30, 30]);
  assert.deepEqual(evaluate('FILL(m1, LINEAR)', metrics), [_, 10, 20, 30, _]);
  assert.deepEqual(evaluate('FILL(METRICS("2"), 9)', metrics), [['m2', 1, 2, 3, 4, 9]]);
});

test('several series are sorted, cut and counted', () => {
  const metrics = { a1: [1, 1, _, _, _], a2: [5, _, _, _, _], b1: [3, 3, 3, _, _], b2: [] };
  const labels = (source: string) => (evaluate(source, metrics) as string[][]).map(([label]) => label);
  assert.deepEqual(labels('SORT(METRICS(), SUM, DESC)'), ['b1', 'a2', 'a1', 'b2']);
  assert.deepEqual(labels('SORT(METRICS(), AVG, ASC, 2)'), ['a1', 'b1']);
  assert.deepEqual(labels('SLICE(SORT(METRICS(), MAX, DESC), 1)'), ['b1', 'a1', 'b2']);
  assert.deepEqual(labels('SLICE(METRICS(), 0, 2)'), ['a1', 'a2']);
  assert.deepEqual(labels('REMOVE_EMPTY([METRICS("b"), a1])'), ['b1', 'a1']);
  assert.deepEqual(evaluate('FIRST(SORT(METRICS(), AVG, DESC))', metrics), [5, _, _, _, _]);
  assert.deepEqual(evaluate('LAST([a1, b1]) / METRIC_COUNT(METRICS())', metrics), [0.75, 0.75, 0.75, _, _]);
});

test('series that come from the calendar and from numbers', () => {
  const metrics = { m1: [1, _, _, _, _] };
  assert.deepEqual(evaluate('TIME_SERIES(MAX(m1) + 1)', metrics), [2, 2, 2, 2, 2]);
  assert.deepEqual(evaluate('MINUTE(m1)', metrics), [30, 31, 32, 33, 34]);
  for (const [name, value] of Object.entries({ HOUR: 10, DAY: 1, DATE: 5, MONTH: 1, YEAR: 2026 })) {
    assert.deepEqual(evaluate(`${name}(m1)`, metrics, 1), [value]);
  }
  assert.deepEqual(evaluate('EPOCH(m1) / PERIOD(m1)', metrics, 1), [START / 60_000]);
  assert.deepEqual(evaluate('IF(DAY(m1) < 6, m1)', metrics), [1, 0, 0, 0, 0]);
});

test('what cannot be evaluated says so', () => {
  const metrics = { m1: [1], m2: [2] };
  const refused = (source: string, message: string | RegExp, kind = 'invalid') =>
    assert.throws(() => evaluate(source, metrics), { name: 'MathsProblem', message, kind });
  for (const source of ['', 'm1 +', 'm1 m2', '(m1', 'SUM(m1', 'm1 $ 2', '[m1,]', 'm1 !']) {
    refused(source, 'Invalid syntax');
  }
  refused('('.repeat(2000), 'Invalid syntax');
  refused('NOPE(m1)', "Function 'NOPE' not found");
  refused('ABS(m1, m2)', "Invalid number of arguments for function 'ABS'");
  refused('m1 + m9', "Undefined variable 'm9'");
  refused('[m1] + [m2]', "Unsupported operand type(s) for +: '[TimeSeries[], TimeSeries[]]'");
  refused('m1 + "1"', "Invalid argument type for +: 'String'");
  assert.throws(() => evaluate('TIME_SERIES(1)', metrics, 300_000), /more than 200000 periods/);
  refused('SORT(METRICS(), LOG, ASC)', "Invalid argument type for SORT: 'Word'");
  refused('IF([m1], 1, 2)', /Invalid argument type for IF/);
  refused('ANOMALY_DETECTION_BAND(m1, 2)', 'ANOMALY_DETECTION_BAND in an expression', 'not-built');
  refused('SELECT AVG(x) FROM "n"', 'Metrics Insights queries', 'not-built');
});
