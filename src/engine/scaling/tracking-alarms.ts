import type { AlarmState, ThresholdSettings } from '../telemetry/index.ts';
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

/** How the alarm is judged; what was not measured is missing, as on AWS. */
export const settingsOf = (alarm: TrackingAlarm): ThresholdSettings => ({
  comparison: alarm.kind === 'high' ? 'GreaterThanThreshold' : 'LessThanThreshold',
  threshold: alarm.threshold,
  evaluationPeriods: alarm.periods,
  missing: 'missing',
  periodSeconds: alarm.periodMs / 1000,
});

/** What a tracking policy is told when its alarms are in these states and the metric was last so. */
export function trackingSignal(
  policy: TrackingPolicy,
  states: { readonly high: AlarmState | undefined; readonly low: AlarmState | undefined },
  value: number | undefined,
): TrackingSignal {
  const alarm = states.high === 'ALARM' ? 'high' : states.low === 'ALARM' ? 'low' : 'none';
  return { policy, alarm, ...(value !== undefined && { value }) };
}
