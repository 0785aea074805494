/** One measured value. A hot path records thousands a second: it costs under 2 microseconds and never waits. */
export interface MetricSample {
  readonly account: string;
  readonly region: string;
  /** e.g. `AWS/Lambda` */
  readonly namespace: string;
  /** e.g. `Duration` */
  readonly name: string;
  /** At most 30, e.g. `{ FunctionName: 'demand' }`. */
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number;
  /** As CloudWatch spells it: `Milliseconds`, `Count`, `Microseconds`, `Percent`, `Bytes`, `None` ... */
  readonly unit: string;
  /** Milliseconds since the epoch; default now. */
  readonly timeMs?: number;
  /** Seconds of the finest window it is kept in: 60, the default, or 1 for a high-resolution metric. */
  readonly resolution?: 1 | 60;
}

/** Where engines and services record what they measure. */
export interface MetricSink {
  record(sample: MetricSample): void;
}

/** What a {@link Meter} measures. */
export type Measured = Omit<MetricSample, 'value' | 'timeMs'>;

/** Records the values of one series: what a hot path keeps at hand, so that a value costs one addition. */
export interface Meter {
  /** @param timeMs milliseconds since the epoch; default now */
  add(value: number, timeMs?: number): void;
  /** The time of the newest value of the series, whoever recorded it, so far as it is known in memory; 0 when it is not. */
  readonly lastMs: number;
}

/** Where hot paths get their meters. */
export interface MeterSource extends MetricSink {
  /** A meter for a series; it holds for as long as the store does. */
  meter(measured: Measured): Meter;
}

/** Lines for one log stream; group and stream are made when they are missing. */
export interface LogBatch {
  readonly account: string;
  readonly region: string;
  readonly group: string;
  readonly stream: string;
  /** In order of time. */
  readonly events: readonly { readonly timeMs: number; readonly message: string }[];
}

/** Where engines and services write logs. Buffered: never waits, drops the oldest and says so when it must. */
export interface LogSink {
  append(batch: LogBatch): void;
}
