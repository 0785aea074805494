import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AlarmState, Datapoint, MissingData, ThresholdSettings } from './alarm.ts';
import { evaluateAlarm } from './evaluate.ts';

const MINUTE = 60_000;
const now = Date.UTC(2026, 1, 1, 12, 30, 20);
const end = Date.UTC(2026, 1, 1, 12, 30);

const all: ThresholdSettings = {
  comparison: 'GreaterThanThreshold',
  threshold: 5,
  evaluationPeriods: 3,
  missing: 'missing',
  periodSeconds: 60,
  statistic: 'Average',
};
const settings = { ...all, datapointsToAlarm: 3 };

/** Datapoints as AWS draws them: the newest on the right, 0 within, X beyond, - missing. */
function drawn(text: string): Datapoint[] {
  const points = text.split(' ').map((sign, index, signs): Datapoint => {
    const startMs = end - (signs.length - index) * MINUTE;
    return sign === '-' ? { startMs } : { startMs, value: sign === 'X' ? 9 : 0, sampleCount: 1 };
  });
  return points.reverse();
}

const evaluate = (
  text: string,
  change: Partial<ThresholdSettings>,
  previous: AlarmState = 'INSUFFICIENT_DATA',
) => evaluateAlarm({ settings: { ...settings, ...change }, datapoints: drawn(text), previous, nowMs: now });

/** What comes out whatever was before; `keep` when that stays. */
function stateOf(text: string, change: Partial<ThresholdSettings>): string {
  const states = (['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const).map(
    (previous) => evaluate(text, change, previous)?.state ?? previous,
  );
  return states.every((state) => state === states[0]) ? (states[0] as string) : 'keep';
}

const TREATMENTS: readonly MissingData[] = ['missing', 'ignore', 'breaching', 'notBreaching'];

// as documented: columns are missing, ignore, breaching, notBreaching
const TABLE: readonly (readonly [datapointsToAlarm: number, points: string, states: string])[] = [
  [3, '0 - X - X', 'OK OK OK OK'],
  [3, '0 - - - -', 'OK OK OK OK'],
  [3, '- - - - -', 'INSUFFICIENT_DATA keep ALARM OK'],
  [3, '0 X X - X', 'ALARM ALARM ALARM ALARM'],
  [3, '- - X - -', 'ALARM keep ALARM OK'],
  [2, '0 - X - X', 'ALARM ALARM ALARM ALARM'],
  [2, '0 0 X 0 X', 'ALARM ALARM ALARM ALARM'],
  [2, '0 - X - -', 'OK OK ALARM OK'],
  [2, '- - - - 0', 'OK OK ALARM OK'],
  [2, '- - - X -', 'ALARM keep ALARM OK'],
  // not yet an alarm: what comes next may be within
  [3, '- - - - X', 'INSUFFICIENT_DATA keep ALARM OK'],
  [3, '- - - X -', 'INSUFFICIENT_DATA keep ALARM OK'],
  [2, '- - - - X', 'INSUFFICIENT_DATA keep ALARM OK'],
  [3, 'X - - - -', 'ALARM keep ALARM OK'],
];

for (const [datapointsToAlarm, points, expected] of TABLE) {
  test(`missing data, ${datapointsToAlarm} of 3: ${points}`, () => {
    const states = TREATMENTS.map((missing) => stateOf(points, { datapointsToAlarm, missing }));
    assert.deepEqual(states, expected.split(' '));
  });
}

test('each comparison, at the threshold and on both sides', () => {
  const table = {
    GreaterThanThreshold: 'OK OK ALARM',
    GreaterThanOrEqualToThreshold: 'OK ALARM ALARM',
    LessThanThreshold: 'ALARM OK OK',
    LessThanOrEqualToThreshold: 'ALARM ALARM OK',
  } as const;
  for (const [comparison, expected] of Object.entries(table)) {
    const states = [4, 5, 6].map(
      (value) =>
        evaluateAlarm({
          settings: {
            ...settings,
            comparison: comparison as 'LessThanThreshold',
            evaluationPeriods: 1,
            datapointsToAlarm: 1,
          },
          datapoints: [{ startMs: end - MINUTE, value }],
          previous: 'INSUFFICIENT_DATA',
          nowMs: now,
        })?.state,
    );
    assert.deepEqual(states, expected.split(' '), comparison);
  }
});

test('the same state needs no words', () => {
  assert.equal(evaluate('0 0 0 0 0', {}, 'OK'), undefined);
  assert.equal(evaluate('X X X X X', {}, 'ALARM'), undefined);
  assert.equal(evaluate('- - - - -', {}, 'INSUFFICIENT_DATA'), undefined);
});

test('the reasons, in CloudWatch words', () => {
  const reason = (text: string, change: Partial<ThresholdSettings>) => evaluate(text, change)?.reason;
  const one = { evaluationPeriods: 1, datapointsToAlarm: 1 };
  assert.equal(
    reason('0 0 X X X', {}),
    'Threshold Crossed: 3 out of the last 3 datapoints [9.0 (01/02/26 12:29:00), 9.0 (01/02/26 12:28:00), 9.0 (01/02/26 12:27:00)] were greater than the threshold (5.0) (minimum 3 datapoints for OK -> ALARM transition).',
  );
  assert.equal(
    reason('0', one),
    'Threshold Crossed: 1 out of the last 1 datapoints [0.0 (01/02/26 12:29:00)] was not greater than the threshold (5.0) (minimum 1 datapoint for ALARM -> OK transition).',
  );
  assert.equal(
    evaluateAlarm({
      settings: { ...all, comparison: 'GreaterThanOrEqualToThreshold', missing: 'breaching' },
      datapoints: drawn('- - - - 0'),
      previous: 'ALARM',
      nowMs: now,
    })?.reason,
    'Threshold Crossed: 1 datapoint [0.0 (01/02/26 12:29:00)] was not greater than or equal to the threshold (5.0) and 2 missing datapoints were treated as [Breaching].',
  );
  assert.equal(
    reason('- - - - -', { missing: 'notBreaching' }),
    'Threshold Crossed: no datapoints were received for 3 periods and 3 missing datapoints were treated as [NonBreaching].',
  );
  assert.equal(
    reason('- - -', { ...one, missing: 'breaching' }),
    'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [Breaching].',
  );
  assert.equal(
    reason('- - - - 0', { datapointsToAlarm: 2, missing: 'breaching' }),
    'Threshold Crossed: 1 datapoint was received for 3 periods and 2 missing datapoints were treated as [Breaching].',
  );
  assert.equal(
    reason('- - - - X', { datapointsToAlarm: 1, missing: 'notBreaching' }),
    'Threshold Crossed: 1 out of the last 3 datapoints [9.0 (01/02/26 12:29:00)] was greater than the threshold (5.0) and 2 missing datapoints were treated as [NonBreaching] (minimum 1 datapoint for OK -> ALARM transition).',
  );
  assert.equal(evaluate('- - - - -', {}, 'OK')?.reason, 'Insufficient Data: 3 datapoints were unknown.');
  assert.equal(evaluate('- - -', one, 'OK')?.reason, 'Insufficient Data: 1 datapoint was unknown.');
  assert.equal(
    reason('X X X X X X', { evaluationPeriods: 6, datapointsToAlarm: 6 }),
    'Threshold Crossed: 6 out of the last 6 datapoints were greater than the threshold (5.0). The most recent datapoints which crossed the threshold: [9.0 (01/02/26 12:29:00), 9.0 (01/02/26 12:28:00), 9.0 (01/02/26 12:27:00), 9.0 (01/02/26 12:26:00), 9.0 (01/02/26 12:25:00)] (minimum 6 datapoints for OK -> ALARM transition).',
  );
});

test('the reason as data', () => {
  assert.equal(
    evaluate('- 0 - - X', { missing: 'notBreaching', unit: 'Count' })?.reasonData,
    '{"version":"1.0","queryDate":"2026-02-01T12:30:20.000+0000","startDate":"2026-02-01T12:26:00.000+0000","unit":"Count","statistic":"Average","period":60,"recentDatapoints":[0.0,9.0],"threshold":5.0,"evaluatedDatapoints":[{"timestamp":"2026-02-01T12:29:00.000+0000","sampleCount":1.0,"value":9.0},{"timestamp":"2026-02-01T12:28:00.000+0000"},{"timestamp":"2026-02-01T12:26:00.000+0000","sampleCount":1.0,"value":0.0}]}',
  );
  const most = evaluate(Array(200).fill('X').join(' '), { evaluationPeriods: 200, datapointsToAlarm: 200 });
  assert.ok(JSON.parse(most?.reasonData ?? '').evaluatedDatapoints.length > 0);
  assert.ok((most?.reasonData.length ?? 0) <= 4000);
});

test('too few samples for a percentile change nothing; no samples at all do', () => {
  const few = { leastSamples: 10 };
  assert.equal(evaluate('X X X X X', few), undefined);
  assert.equal(evaluate('- - - - -', few, 'OK')?.state, 'INSUFFICIENT_DATA');
  assert.equal(evaluate('X X X X X', { leastSamples: 3 })?.state, 'ALARM');
});
