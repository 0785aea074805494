import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Distribution, EXACT_VALUES } from './distribution.ts';
import { distributionFromBytes, distributionToBytes } from './distribution-bytes.ts';
import { evaluateStatistic, parseStatistic, type Statistic } from './statistic.ts';
import { Window } from './window.ts';

const windowOf = (values: readonly number[]): Window => {
  const window = new Window();
  for (const value of values) window.add(value);
  return window;
};

const statistic = (text: string, window: Window): number | undefined =>
  evaluateStatistic(parseStatistic(text) as Statistic, window);

const value = fc.double({ min: 0, max: 1e12, noNaN: true });

test('percentiles are exact for few values and within 1 % for many', () => {
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 600 }),
      fc.integer({ min: 0, max: 100 }),
      (values, p) => {
        const sorted = values.toSorted((a, b) => a - b);
        const wanted = sorted[Math.max(0, Math.ceil((p / 100) * sorted.length) - 1)] as number;
        const got = statistic(`p${p}`, windowOf(values)) as number;
        const tolerance = new Set(values).size <= EXACT_VALUES ? 0 : wanted * 0.0101;
        assert.ok(Math.abs(got - wanted) <= tolerance, `p${p}: ${got}, not ${wanted}`);
      },
    ),
    { numRuns: 200 },
  );
});

test('merged windows know what one window would know', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 1e9 })),
      fc.array(fc.integer({ min: 0, max: 1e9 })),
      (a, b) => {
        const merged = windowOf(a);
        merged.merge(windowOf(b));
        const whole = windowOf([...a, ...b]);
        for (const text of ['SampleCount', 'Sum', 'Minimum', 'Maximum', 'p50', 'p99', 'tm90', 'PR(:1000)']) {
          assert.equal(statistic(text, merged), statistic(text, whole), text);
        }
      },
    ),
  );
});

test('a distribution survives as bytes, exact or in buckets', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(value, fc.double({ min: 0.25, max: 1e6, noNaN: true })), { maxLength: 400 }),
      (values) => {
        const distribution = Distribution.empty();
        for (const [at, count] of values) distribution.add(at, count);
        const back = distributionFromBytes(distributionToBytes(distribution));
        assert.deepEqual(back.exact && [...back.exact], distribution.exact && [...distribution.exact]);
        assert.deepEqual(back.ascending(0, Infinity), distribution.ascending(0, Infinity));
      },
    ),
  );
});

test('a distribution of any width stays small', () => {
  const distribution = Distribution.empty();
  for (let exponent = -350; exponent < 350; exponent += 0.05) distribution.add(2 ** exponent);
  assert.ok((distribution.buckets?.counts.size ?? 0) <= 2048);
  assert.ok(distributionToBytes(distribution).length < 16_000);
  const high = distribution.ascending(0, Infinity).at(-1)?.[0] ?? 0;
  assert.ok(Math.abs(high / 2 ** 349.95 - 1) < 0.0101);
});

test('statistic sets and values below zero hide the percentiles, nothing else', () => {
  const window = windowOf([1, 2]);
  window.addSet({ sampleCount: 3, sum: 9, minimum: 3, maximum: 3 });
  assert.equal(statistic('p100', window), 3, 'all values of the set are known');
  window.addSet({ sampleCount: 2, sum: 5, minimum: 1, maximum: 4 });
  assert.equal(statistic('p50', window), undefined);
  assert.equal(statistic('Sum', window), 17);
  assert.equal(statistic('p50', windowOf([-1, 1])), undefined);
  assert.equal(statistic('Minimum', windowOf([-1, 1])), -1);
  assert.equal(statistic('Average', new Window()), undefined);
});

test('statistics are read as CloudWatch spells them', () => {
  for (const text of [
    'p0',
    'p99.99',
    'tm99',
    'TM(2%:98%)',
    'TM(:0.5)',
    'wm98',
    'TC(0.005:0.030)',
    'PR(100:)',
    'IQM',
  ]) {
    assert.ok(parseStatistic(text), text);
  }
  for (const text of [
    'p',
    'p101',
    'P(5)',
    'TM(5%:10)',
    'TM(:)',
    'PR(1%:2%)',
    'sum',
    'Median',
    'tm',
    'IQM(1:2)',
  ]) {
    assert.equal(parseStatistic(text), undefined, text);
  }
  const window = windowOf([1, 1, 2, 3, 100]);
  assert.equal(statistic('WM(:80%)', window), (1 + 1 + 2 + 3 + 3) / 5);
  assert.equal(statistic('TM(20%:80%)', window), 2);
  assert.equal(statistic('TC(1:3)', window), 2, 'above the lower end, up to the upper');
  assert.equal(statistic('PR(1:3)', window), 40);
});
