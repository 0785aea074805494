import {
  aggregate,
  type Aggregation,
  type Policy,
  settingsOf,
  type Signal,
  trackingAlarms,
  trackingSignal,
} from '../engine/scaling/index.ts';
import {
  type AlarmState,
  type Datapoint,
  evaluateAlarm,
  type ThresholdSettings,
  timingOf,
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
  /** How a step policy puts the values together that its alarm was judged by. Default: their average. */
  readonly aggregation?: Aggregation;
}

/** Periods that the live loop looks at beyond those it asks for, in case some are missing. */
const SPARE_PERIODS = 2;

interface Alarm {
  readonly settings: ThresholdSettings;
  /** Datapoints that are retrieved for it. */
  readonly range: number;
  state: AlarmState;
}

/** The alarms of one policy over the datapoints of its metric. */
export class Watch {
  readonly #followed: Followed;
  readonly #measure: Measure;
  readonly #alarms: Readonly<Record<'high' | 'low', Alarm | undefined>>;
  readonly #kept: number;
  /** One a period, the newest first. */
  readonly #datapoints: Datapoint[] = [];
  #signal: Signal | undefined;

  constructor(followed: Followed) {
    this.#followed = followed;
    this.#measure = new Measure(followed.metric);
    const [high, low] = alarmsOf(followed).map((settings) => settings && opened(settings));
    this.#alarms = { high, low };
    this.#kept = Math.max(high?.range ?? 0, low?.range ?? 0);
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
    if (this.ends(nowMs)) {
      this.know(nowMs, this.#measure.take());
      this.#signal = this.judge(nowMs);
    } else if (this.#followed.policy.kind === 'step') return undefined;
    return this.#signal;
  }

  /** Takes the datapoint of the period that ends now; undefined when nothing was measured in it. */
  know(endMs: number, value: number | undefined): void {
    const startMs = endMs - this.#followed.periodMs;
    this.#datapoints.unshift(value === undefined ? { startMs } : { startMs, value, sampleCount: 1 });
    this.#datapoints.length = Math.min(this.#datapoints.length, this.#kept);
  }

  /** Judges the alarms by the datapoints up to now; answers what they say to the policy. */
  judge(nowMs: number): Signal | undefined {
    const high = this.#judge(this.#alarms.high, nowMs);
    const low = this.#judge(this.#alarms.low, nowMs);
    const { policy, alarm } = this.#followed;
    if (policy.kind === 'tracking') return trackingSignal(policy, { high, low }, this.#latest(1)[0]);
    if (high !== 'ALARM' || !alarm) return undefined;
    const value = aggregate(this.#latest(alarm.evaluationPeriods), this.#followed.aggregation);
    return value === undefined ? undefined : { policy, breach: value - alarm.threshold };
  }

  /** The latest values, at most so many, the newest first. */
  #latest(count: number): readonly number[] {
    const looked = this.#datapoints.slice(0, count + SPARE_PERIODS).flatMap(({ value }) => value ?? []);
    return looked.slice(0, count);
  }

  #judge(alarm: Alarm | undefined, nowMs: number): AlarmState | undefined {
    if (!alarm) return undefined;
    const { settings, range } = alarm;
    const known = this.#datapoints.slice(0, range);
    const missing = Array.from(
      { length: range - known.length },
      (_, index): Datapoint => ({ startMs: nowMs - (known.length + index + 1) * this.#followed.periodMs }),
    );
    const datapoints = [...known, ...missing];
    const verdict = evaluateAlarm({ settings, datapoints, previous: alarm.state, nowMs });
    if (verdict) alarm.state = verdict.state;
    return alarm.state;
  }
}

const opened = (settings: ThresholdSettings): Alarm => ({
  settings,
  range: timingOf(settings.periodSeconds, settings.evaluationPeriods, 1).range,
  state: 'INSUFFICIENT_DATA',
});

function alarmsOf({ policy, periodMs, alarm }: Followed): (ThresholdSettings | undefined)[] {
  if (policy.kind === 'step') return [alarm];
  return trackingAlarms(policy, periodMs).map(settingsOf);
}
