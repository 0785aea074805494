import { dimensionsText, type Metric, type Sampled, type SeriesName } from './metric.ts';
import { windowStart } from './periods.ts';
import { Window } from './window.ts';

/** One series as it is counted in memory, until what it counted is written. */
export class LiveSeries {
  readonly name: SeriesName;
  /** What was recorded since it was written last, by start. */
  readonly windows = new Map<number, Window>();
  /** The newest time of a value. */
  lastMs = 0;
  /** When a value came last. */
  touchedMs = 0;
  /** Its id on disk with the newest time that is told there; unknown before it is written for the first time. */
  onDisk: { readonly id: number; readonly lastMs: number } | undefined;
  /** The start of the newest window that was written: those after it cannot be on disk yet. */
  writtenMs = Number.POSITIVE_INFINITY;
  /** Whether the store still counts it; a forgotten one must not be added to. */
  kept = true;
  #currentStart = -1;
  #current: Window | undefined;

  constructor(name: SeriesName) {
    this.name = name;
  }

  /** The window that a value of that time belongs to. */
  window(timeMs: number): Window {
    if (timeMs > this.lastMs) this.lastMs = timeMs;
    const startMs = windowStart(timeMs, this.name.resolution);
    if (startMs === this.#currentStart && this.#current) return this.#current;
    let window = this.windows.get(startMs);
    if (!window) this.windows.set(startMs, (window = new Window()));
    this.#currentStart = startMs;
    this.#current = window;
    return window;
  }

  /** Forgets what was counted: it has been written. */
  written(): void {
    const newest = Math.max(...this.windows.keys());
    this.writtenMs = Number.isFinite(this.writtenMs) ? Math.max(this.writtenMs, newest) : newest;
    this.windows.clear();
    this.#current = undefined;
  }
}

/** A key for a metric, the same for every order of its dimensions. */
export const metricKey = (metric: Metric): string =>
  `${metric.account}\0${metric.region}\0${metric.namespace}\0${metric.name}\0${dimensionsText(metric.dimensions)}`;

/** The series in memory, found by what their samples name. */
export class LiveSet {
  /** By metric, unit and resolution. */
  readonly #all = new Map<string, LiveSeries>();
  readonly #byMetric = new Map<string, LiveSeries[]>();

  get size(): number {
    return this.#all.size;
  }

  [Symbol.iterator](): Iterator<LiveSeries> {
    return this.#all.values();
  }

  /** The series of a metric, in whatever unit and resolution. */
  ofMetric(metric: Metric): readonly LiveSeries[] {
    return this.#byMetric.get(metricKey(metric)) ?? [];
  }

  /**
   * The series, made when it is new and there are fewer than `most`.
   * @param resolution seconds
   */
  take(sampled: Sampled, resolution: 1 | 60, most: number): LiveSeries | undefined {
    const metric = metricKey(sampled);
    const key = `${metric}\0${sampled.unit}\0${resolution}`;
    const known = this.#all.get(key);
    if (known || this.#all.size >= most) return known;
    const { account, region, namespace, name, dimensions, unit } = sampled;
    const series = new LiveSeries({
      account,
      region,
      namespace,
      name,
      dimensions: { ...dimensions },
      unit,
      resolution,
    });
    this.#all.set(key, series);
    const siblings = this.#byMetric.get(metric);
    if (siblings) siblings.push(series);
    else this.#byMetric.set(metric, [series]);
    return series;
  }

  /** Takes away those that `idle` says; they are not kept any more. */
  forget(idle: (series: LiveSeries) => boolean): ReadonlySet<LiveSeries> {
    const gone = new Set<LiveSeries>();
    for (const [key, series] of this.#all) {
      if (!idle(series)) continue;
      this.#all.delete(key);
      series.kept = false;
      gone.add(series);
    }
    const touched = new Set([...gone].map(({ name }) => metricKey(name)));
    for (const metric of touched) {
      const left = (this.#byMetric.get(metric) ?? []).filter(({ kept }) => kept);
      if (left.length > 0) this.#byMetric.set(metric, left);
      else this.#byMetric.delete(metric);
    }
    return gone;
  }
}
