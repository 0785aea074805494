import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alarmStateOf, type TrackingPolicy, trackingAlarms, trackingSignal } from './index.ts';

const policy: TrackingPolicy = {
  kind: 'tracking',
  name: 'track',
  target: 70,
  scaleInDisabled: false,
  outCooldownMs: 0,
  inCooldownMs: 0,
};

test('three minutes above, fifteen well below, whatever the resolution', () => {
  assert.deepEqual(trackingAlarms(policy, 60_000), [
    { kind: 'high', threshold: 70, periodMs: 60_000, periods: 3 },
    { kind: 'low', threshold: 63, periodMs: 60_000, periods: 15 },
  ]);
  assert.deepEqual(
    trackingAlarms(policy, 10_000).map(({ periods }) => periods),
    [3, 90],
  );
  assert.deepEqual(
    trackingAlarms({ ...policy, scaleInDisabled: true }, 60_000).map(({ kind }) => kind),
    ['high'],
  );
});

test('an alarm needs all of its datapoints beyond the threshold', () => {
  const [high] = trackingAlarms(policy, 60_000);
  assert.ok(high);
  assert.equal(alarmStateOf(high, [0, 71, 72, 73]), 'ALARM');
  assert.equal(alarmStateOf(high, [71, 72, 70]), 'OK');
  assert.equal(alarmStateOf(high, [71, 72]), 'INSUFFICIENT_DATA');
  assert.equal(alarmStateOf(high, [undefined, undefined, undefined]), 'INSUFFICIENT_DATA');
  assert.equal(alarmStateOf(high, [undefined, 10, undefined]), 'OK');
});

test('what the alarms say together', () => {
  const said = (high: 'OK' | 'ALARM', low?: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA') =>
    trackingSignal(policy, { high, low }, 1).alarm;
  assert.deepEqual(
    [said('ALARM', 'OK'), said('OK', 'ALARM'), said('OK', 'INSUFFICIENT_DATA'), said('OK')],
    ['high', 'low', 'none', 'none'],
  );
});
