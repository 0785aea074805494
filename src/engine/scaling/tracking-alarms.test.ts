import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AlarmState, evaluateAlarm } from '../telemetry/index.ts';
import { decide, settingsOf, type TrackingPolicy, trackingAlarms, trackingSignal } from './index.ts';

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

test('what the alarms say together', () => {
  const said = (high: 'OK' | 'ALARM', low?: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA') =>
    trackingSignal(policy, { high, low }, 1).alarm;
  assert.deepEqual(
    [said('ALARM', 'OK'), said('OK', 'ALARM'), said('OK', 'INSUFFICIENT_DATA'), said('OK')],
    ['high', 'low', 'none', 'none'],
  );
});

/** What the alarms say after each minute of a trace. */
function statesOver(trace: readonly number[]): { high: AlarmState; low: AlarmState }[] {
  const states = { high: 'INSUFFICIENT_DATA' as AlarmState, low: 'INSUFFICIENT_DATA' as AlarmState };
  return trace.map((_, minute) => {
    const nowMs = (minute + 1) * 60_000;
    for (const alarm of trackingAlarms(policy, 60_000)) {
      const datapoints = trace
        .slice(0, minute + 1)
        .map((value, index) => ({ startMs: index * 60_000, value }))
        .slice(-alarm.periods - 2)
        .reverse();
      const verdict = evaluateAlarm({
        settings: settingsOf(alarm),
        datapoints,
        previous: states[alarm.kind],
        nowMs,
      });
      states[alarm.kind] = verdict?.state ?? states[alarm.kind];
    }
    return { ...states };
  });
}

test('over a trace: out in the third minute above, in after a quarter of an hour below', () => {
  const trace = [...Array(5).fill(65), ...Array(4).fill(140), ...Array(20).fill(10)] as number[];
  const decisions = statesOver(trace).map((states, minute) => {
    const decision = decide({
      nowMs: minute * 60_000,
      capacity: 2,
      bounds: { min: 1, max: 10 },
      busy: false,
      suspended: { out: false, in: false },
      signals: [trackingSignal(policy, states, trace[minute])],
      last: {},
    });
    return decision.outcome === 'scale' ? decision.capacity : undefined;
  });
  const at = (capacity: number) => decisions.flatMap((now, minute) => (now === capacity ? minute : []));
  assert.deepEqual(at(4), [7, 8]);
  assert.deepEqual(at(1), [23, 24, 25, 26, 27, 28]);
});
