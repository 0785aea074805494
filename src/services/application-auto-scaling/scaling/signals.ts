import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { aggregate, type Signal, trackingSignal } from '../../../engine/scaling/index.ts';
import type { Place } from '../arns.ts';
import type { PolicyAlarms } from '../policies/alarms.ts';
import { stepPolicy, trackingPolicy } from '../policies/to-engine.ts';
import { trackedMetric } from '../policies/tracking.ts';
import type { PolicyRow, StepRow, TrackingRow } from '../records/policy.ts';
import type { TargetKey } from '../records/target.ts';
import { alarmMetric, type Measure } from './measure.ts';
import { alarmsOf } from './target-removal.ts';

/** An alarm that asked for a policy. */
export interface Trigger {
  readonly policy: PolicyRow;
  readonly alarmName: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
}

/** What a policy is told, and of which alarm. */
export interface Told {
  readonly signal: Signal;
  readonly alarmName: string;
  readonly state: Trigger['state'];
}

/** What the policies of a target are told: the tracking ones by their alarms, the step ones by those that asked. */
export async function signalsFor(
  { alarms, measure }: { readonly alarms: PolicyAlarms; readonly measure: Measure },
  target: TargetKey & Place,
  policies: readonly PolicyRow[],
  triggers: readonly Trigger[],
): Promise<readonly Told[]> {
  const tracking = policies.filter((policy) => policy.type === 'TargetTrackingScaling');
  const names = tracking.flatMap(alarmsOf).map(({ name }) => name);
  const known = names.length > 0 ? await alarms.read(target, names) : [];
  const states = new Map(known.map(({ AlarmName, StateValue }) => [AlarmName, StateValue]));
  const told: Told[] = tracking.map((policy) => toldTracking(policy, target, states, measure));
  for (const { policy, alarmName, state } of triggers) {
    const row = policies.find(({ name }) => name === policy.name);
    if (row?.type !== 'StepScaling') continue;
    const [alarm] = await alarms.read(target, [alarmName]);
    const breach = alarm && breachOf(row, target, alarm, measure);
    if (breach !== undefined) told.push({ signal: { policy: stepPolicy(row), breach }, alarmName, state });
  }
  return told;
}

function toldTracking(
  row: TrackingRow,
  target: Place,
  states: ReadonlyMap<string | undefined, MetricAlarm['StateValue']>,
  measure: Measure,
): Told {
  const high = states.get(row.high.name);
  const low = row.low && states.get(row.low.name);
  const asks = high === 'ALARM' || low === 'ALARM';
  const value = asks ? measure.latest(target, trackedMetric(row.config, row), 1)[0] : undefined;
  const signal = trackingSignal(trackingPolicy(row), { high, low }, value);
  const alarm = signal.alarm === 'low' && row.low ? row.low : row.high;
  return { signal, alarmName: alarm.name, state: 'ALARM' };
}

/** How far the metric of an alarm is beyond its threshold, put together as the policy says. */
function breachOf(
  { config }: StepRow,
  target: Place,
  alarm: MetricAlarm,
  measure: Measure,
): number | undefined {
  const metric = alarmMetric(alarm);
  if (!metric || alarm.Threshold === undefined) return undefined;
  const values = measure.latest(target, metric, alarm.EvaluationPeriods ?? 1);
  const value = aggregate(values, config.MetricAggregationType);
  return value === undefined ? undefined : value - alarm.Threshold;
}
