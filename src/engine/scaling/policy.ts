/** Keeps a metric at a target: more capacity while it is above, less while it is well below. */
export interface TrackingPolicy {
  readonly kind: 'tracking';
  readonly name: string;
  /** What the metric should be; positive. */
  readonly target: number;
  /** Only ever adds. */
  readonly scaleInDisabled: boolean;
  /** How long what was added is given to take effect, milliseconds of unscaled time. */
  readonly outCooldownMs: number;
  /** How long after a removal nothing more is removed, milliseconds of unscaled time. */
  readonly inCooldownMs: number;
}

/** What to do while the metric is so far from the alarm's threshold. */
export interface Step {
  /** Of metric minus threshold; minus infinity when left out. */
  readonly lower?: number;
  /** Infinity when left out. */
  readonly upper?: number;
  readonly adjustment: number;
}

/** Answers an alarm by how far its metric went beyond the threshold. */
export interface StepPolicy {
  readonly kind: 'step';
  readonly name: string;
  /** What an adjustment is: instances more or less, so many instances, percent more or less. */
  readonly adjusts: 'by' | 'to' | 'by-percent';
  readonly steps: readonly Step[];
  /** The least that a change by percent is. */
  readonly leastChange?: number;
  /** How long a change is given to take effect, milliseconds of unscaled time. */
  readonly cooldownMs: number;
}

/** A rule by which capacity follows a metric. */
export type Policy = TrackingPolicy | StepPolicy;

/** What a tracking policy's alarms say now. */
export interface TrackingSignal {
  readonly policy: TrackingPolicy;
  /** `high`: above the target long enough; `low`: well below it long enough; else `none`. */
  readonly alarm: 'high' | 'low' | 'none';
  /** The latest value of the metric; left out when there is none. */
  readonly value?: number;
}

/** An alarm that asked a step policy to act. */
export interface StepSignal {
  readonly policy: StepPolicy;
  /** The metric minus the alarm's threshold. */
  readonly breach: number;
}

/** What a policy is told. */
export type Signal = TrackingSignal | StepSignal;
