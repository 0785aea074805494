import { type Policy, type Signal, trackingAlarms, trackingSignal } from '../engine/scaling/index.ts';
import {
  type AlarmState,
  type Datapoint,
  evaluateAlarm,
  type ThresholdSettings,
} from '../engine/telemetry/index.ts';
import type { Flow } from './fleet.ts';
import { Measure, type MetricName } from './measure.ts';

/** A policy with what it follows. */
export interface Followed {
  readonly policy: Policy;
  readonly metric: MetricName;
  readonly periodMs: number;
  /** Of a step policy; a tracking policy has alarms of its own. */
  readonly alarm?: ThresholdSettings;
}

interface Alarm {
  readonly settings: ThresholdSettings;
  state: AlarmState;
}

/** The alarms of one policy over the datapoints of its metric. */
export class Watch {
  readonly #followed: Followed;
  readonly #measure: Measure;
  readonly #alarms: Readonly<Record<'high' | 'low', Alarm | undefined>>;
  readonly #kept: number;
  /** The newest first. */
  readonly #datapoints: Datapoint[] = [];
  #signal: Signal | undefined;

  constructor(followed: Followed) {
    this.#followed = followed;
    this.#measure = new Measure(followed.metric);
    const [high, low] = settingsOf(followed);
    this.#alarms = { high: opened(high), low: opened(low) };
    this.#kept = Math.max(high?.evaluationPeriods ?? 0, low?.evaluationPeriods ?? 0);
  }

  add(flow: Flow, running: number): void {
    this.#measure.add(flow, running);
  }

  /** Whether a period ends at `atMs`. */
  ends(atMs: number): boolean {
    return atMs % this.#followed.periodMs === 0;
  }

  /**
   * What the alarms say to the policy at `nowMs`. A tracking policy is asked for its view whenever another acts; a step policy acts when
   * its own alarm was judged.
   */
  signal(nowMs: number): Signal | undefined {
    if (this.ends(nowMs)) this.#signal = this.#endPeriod(nowMs);
    else if (this.#followed.policy.kind === 'step') return undefined;
    return this.#signal;
  }

  #endPeriod(endMs: number): Signal | undefined {
    const value = this.#measure.take();
    this.#datapoints.unshift({ startMs: endMs - this.#followed.periodMs, value, sampleCount: 1 });
    this.#datapoints.length = Math.min(this.#datapoints.length, this.#kept);
    const high = this.#judge(this.#alarms.high, endMs);
    const low = this.#judge(this.#alarms.low, endMs);
    const { policy, alarm } = this.#followed;
    if (policy.kind === 'tracking') return trackingSignal(policy, { high, low }, value);
    return high === 'ALARM' && alarm ? { policy, breach: value - alarm.threshold } : undefined;
  }

  #judge(alarm: Alarm | undefined, nowMs: number): AlarmState | undefined {
    if (!alarm) return undefined;
    const { evaluationPeriods } = alarm.settings;
    const known = this.#datapoints.slice(0, evaluationPeriods);
    const missing = Array.from(
      { length: evaluationPeriods - known.length },
      (_, index): Datapoint => ({ startMs: nowMs - (known.length + index + 1) * this.#followed.periodMs }),
    );
    const datapoints = [...known, ...missing];
    const verdict = evaluateAlarm({ settings: alarm.settings, datapoints, previous: alarm.state, nowMs });
    if (verdict) alarm.state = verdict.state;
    return alarm.state;
  }
}

const opened = (settings: ThresholdSettings | undefined): Alarm | undefined =>
  settings && { settings, state: 'INSUFFICIENT_DATA' };

function settingsOf({ policy, periodMs, alarm }: Followed): (ThresholdSettings | undefined)[] {
  if (policy.kind === 'step') return [alarm];
  return trackingAlarms(policy, periodMs).map(
    ({ kind, threshold, periods }): ThresholdSettings => ({
      comparison: kind === 'high' ? 'GreaterThanThreshold' : 'LessThanThreshold',
      threshold,
      evaluationPeriods: periods,
      missing: 'missing',
      periodSeconds: periodMs / 1000,
    }),
  );
}
