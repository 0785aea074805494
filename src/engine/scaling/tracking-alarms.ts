import type { TrackingPolicy, TrackingSignal } from './policy.ts';

/** An alarm by which a tracking policy watches its metric. */
export interface TrackingAlarm {
  readonly kind: 'high' | 'low';
  readonly threshold: number;
  /** How long one datapoint is, milliseconds of unscaled time. */
  readonly periodMs: number;
  /** So many datapoints, one after the other, must be beyond the threshold. */
  readonly periods: number;
}

/** What an alarm says. */
export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** Datapoints above the target before more is added. */
const HIGH_PERIODS = 3;
/** How long the metric must be well below the target before anything is taken away, whatever the period. */
const LOW_MS = 15 * 60_000;
/** Well below: under this share of the target. */
const LOW_SHARE = 0.9;

/**
 * The alarms of a tracking policy, as AWS makes them: high at the target, 3 of 3 periods; low at 0.9 of it, 15 minutes; no low one where scale
 * in is disabled.
 * @param periodMs of the metric: a minute, or ten seconds at high resolution
 */
export function trackingAlarms(policy: TrackingPolicy, periodMs: number): readonly TrackingAlarm[] {
  const high: TrackingAlarm = { kind: 'high', threshold: policy.target, periodMs, periods: HIGH_PERIODS };
  if (policy.scaleInDisabled) return [high];
  // 0.9 of 70 is 63, not 63.00000000000001
  const threshold = Number((policy.target * LOW_SHARE).toPrecision(15));
  return [high, { kind: 'low', threshold, periodMs, periods: Math.ceil(LOW_MS / periodMs) }];
}

/**
 * The state of an alarm after the latest of its datapoints, missing ones treated as missing: they neither breach nor clear, and without any
 * nothing can be said.
 * @param datapoints one a period, oldest first; undefined where nothing was measured
 */
export function alarmStateOf(alarm: TrackingAlarm, datapoints: readonly (number | undefined)[]): AlarmState {
  const range = datapoints.slice(-alarm.periods);
  const measured = range.filter((value) => value !== undefined);
  if (measured.length === 0) return 'INSUFFICIENT_DATA';
  const breaches = measured.every((value) =>
    alarm.kind === 'high' ? value > alarm.threshold : value < alarm.threshold,
  );
  if (!breaches) return 'OK';
  return measured.length === alarm.periods ? 'ALARM' : 'INSUFFICIENT_DATA';
}

/** What a tracking policy is told when its alarms are in these states and the metric was last so. */
export function trackingSignal(
  policy: TrackingPolicy,
  states: { readonly high: AlarmState | undefined; readonly low: AlarmState | undefined },
  value: number | undefined,
): TrackingSignal {
  const alarm = states.high === 'ALARM' ? 'high' : states.low === 'ALARM' ? 'low' : 'none';
  return { policy, alarm, ...(value !== undefined && { value }) };
}
