import { type Clock, every, type Logger } from '../../../kit/index.ts';
import { breathe } from '../database.ts';
import { OneAtATime } from '../one-at-a-time.ts';
import type { MetricSample, MetricSink } from '../sinks.ts';
import { dimensionsText, isOf, type Metric, roughKey, type SeriesName } from './metric.ts';
import { type MetricFilter, MetricTable } from './metric-table.ts';
import { roundStart, windowStart } from './periods.ts';
import { type StatisticSet, Window } from './window.ts';

/** Samples a hot path recorded reach the disk within this time. */
const FLUSH_MS = 5_000;
const ROLL_UP_MS = 300_000;
/** A series nobody records to is forgotten in memory after this time; the disk keeps it. */
const IDLE_MS = 600_000;
/** Series in memory at once; samples of further ones are counted and dropped. */
const MOST_SERIES = 20_000;
/** Windows written before waiting requests are served. */
const SLICE = 100;

/** Values of one metric, as they are handed in by somebody who waits until they are safe. */
export interface MetricData extends SeriesName {
  readonly timeMs: number;
  /** Single values with how often each came, or a statistic set. */
  readonly values: readonly (readonly [value: number, count: number])[] | StatisticSet;
}

/** What to read of a metric. */
export interface MetricQuery {
  readonly metric: Metric;
  /** Rounded down as CloudWatch rounds; inclusive. */
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
  readonly periodSeconds: number;
  /** Only values in this unit; default all, each unit apart. */
  readonly unit?: string;
  /** Whether percentiles and the like will be asked for. Default true; figures alone are read faster. */
  readonly distributions?: boolean;
}

/** The values of a metric in one unit, period by period in order of time; periods without values are not there. */
export interface MetricSeries {
  readonly unit: string;
  readonly points: readonly { readonly startMs: number; readonly window: Window }[];
}

interface Live {
  readonly name: SeriesName;
  /** What was recorded since the last flush, by start. */
  readonly windows: Map<number, Window>;
  currentStart: number;
  current: Window | undefined;
  lastMs: number;
  touchedMs: number;
}

/**
 * Metric samples: counted in memory by series and window, written to disk in the background, read back from there. Memory holds only what
 * has not been written yet.
 */
export class MetricStore implements MetricSink, AsyncDisposable {
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #table: MetricTable;
  /** The same series stands under several keys when its dimensions come in several orders. */
  readonly #byKey = new Map<string, Live>();
  /** By frozen dimensions, which their owner hands in again and again: found without making a key. */
  #byOwner = new WeakMap<object, Live[]>();
  readonly #live = new Map<string, Live>();
  readonly #timers: readonly Disposable[];
  readonly #flushing = new OneAtATime(() => this.#flushAll());
  readonly #rollingUp = new OneAtATime(() => this.#rollUpAll());
  #dropped = 0;
  #closed = false;

  /** @param path the SQLite file, or `:memory:` */
  constructor(path: string, { clock, log }: { clock: Clock; log: Logger }) {
    this.#clock = clock;
    this.#log = log;
    this.#table = new MetricTable(path);
    const quietly = (work: () => Promise<void>) => () => {
      work().catch((error: unknown) => log.error({ error }, 'metrics could not be written'));
    };
    this.#timers = [
      every(
        clock,
        FLUSH_MS,
        quietly(() => this.flush()),
      ),
      every(
        clock,
        ROLL_UP_MS,
        quietly(() => this.rollUp()),
      ),
    ];
  }

  record(sample: MetricSample): void {
    const nowMs = this.#clock.now();
    const live = this.#find(sample);
    if (!live) return;
    live.touchedMs = nowMs;
    this.#window(live, sample.timeMs ?? nowMs).add(sample.value);
  }

  /** Counts `data`; resolves when it is on disk. */
  async put(data: readonly MetricData[]): Promise<void> {
    const touched = new Set<Live>();
    for (const datum of data) {
      const live = this.#byKey.get(roughKey(datum)) ?? this.#start(datum, true);
      live.touchedMs = this.#clock.now();
      const window = this.#window(live, datum.timeMs);
      if ('sampleCount' in datum.values) window.addSet(datum.values);
      else for (const [value, count] of datum.values) window.add(value, count);
      touched.add(live);
    }
    await this.#write([...touched]);
  }

  /** What the store knows of a metric, a window for each period and unit. */
  read(query: MetricQuery): MetricSeries[] {
    const { metric, periodSeconds } = query;
    this.#writeMetric(metric);
    const fromMs = roundStart(query.fromMs, periodSeconds, this.#clock.now());
    const byUnit = new Map<string, Map<number, Window>>();
    for (const kept of this.#table.windows(metric, fromMs, query.toMs, query)) {
      // what was rolled up is answered only to questions that are no finer than it has become
      if (kept.resolution > periodSeconds && kept.resolution !== kept.finest) continue;
      const startMs = fromMs + windowStart(kept.startMs - fromMs, periodSeconds);
      let periods = byUnit.get(kept.unit);
      if (!periods) byUnit.set(kept.unit, (periods = new Map()));
      const period = periods.get(startMs);
      if (period) period.merge(kept.window);
      else periods.set(startMs, kept.window);
    }
    return [...byUnit].map(([unit, periods]) => ({
      unit,
      points: [...periods].sort((a, b) => a[0] - b[0]).map(([startMs, window]) => ({ startMs, window })),
    }));
  }

  /** The metrics that `filter` lets through. */
  async list(filter: MetricFilter): Promise<Metric[]> {
    await this.flush();
    return this.#table.list(filter);
  }

  /** Writes what was recorded so far to disk. */
  flush(): Promise<void> {
    return this.#flushing.run();
  }

  /** Puts windows that are past their time together; done in the background every five minutes as well. */
  rollUp(): Promise<void> {
    return this.#rollingUp.run();
  }

  /** Forgets everything. */
  clear(): void {
    this.#live.clear();
    this.#byKey.clear();
    this.#byOwner = new WeakMap();
    this.#table.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const timer of this.#timers) timer[Symbol.dispose]();
    this.#closed = true;
    await this.#rollingUp.settled();
    await this.flush();
    await this.#flushing.settled();
    this.#table[Symbol.dispose]();
  }

  #find(sample: MetricSample): Live | undefined {
    const kept = this.#byOwner.get(sample.dimensions);
    const known = kept?.find(({ name }) => isOf(name, sample));
    if (known) return known;
    const live = this.#byKey.get(roughKey(sample)) ?? this.#start(sample);
    if (!live || !Object.isFrozen(sample.dimensions)) return live;
    if (kept) kept.push(live);
    else this.#byOwner.set(sample.dimensions, [live]);
    return live;
  }

  #start(sample: MetricSample): Live | undefined;
  #start(sample: MetricSample | SeriesName, always: true): Live;
  #start(sample: MetricSample | SeriesName, always = false): Live | undefined {
    const { account, region, namespace, name, dimensions, unit } = sample;
    const series: SeriesName = {
      account,
      region,
      namespace,
      name,
      dimensions: { ...dimensions },
      unit,
      resolution: sample.resolution ?? 60,
    };
    const key = `${roughKey({ ...series, dimensions: {} })}\0${dimensionsText(dimensions)}`;
    let live = this.#live.get(key);
    if (!live) {
      if (!always && this.#live.size >= MOST_SERIES) {
        this.#dropped++;
        return undefined;
      }
      live = {
        name: series,
        windows: new Map(),
        currentStart: -1,
        current: undefined,
        lastMs: 0,
        touchedMs: 0,
      };
      this.#live.set(key, live);
    }
    this.#byKey.set(roughKey(sample), live);
    return live;
  }

  #window(live: Live, timeMs: number): Window {
    if (timeMs > live.lastMs) live.lastMs = timeMs;
    const startMs = windowStart(timeMs, live.name.resolution);
    if (startMs === live.currentStart && live.current) return live.current;
    let window = live.windows.get(startMs);
    if (!window) live.windows.set(startMs, (window = new Window()));
    live.currentStart = startMs;
    live.current = window;
    return window;
  }

  async #flushAll(): Promise<void> {
    const dirty = [...this.#live.values()].filter((live) => live.windows.size > 0);
    await this.#write(dirty);
    if (this.#dropped > 0) {
      this.#log.warn({ samples: this.#dropped }, `more than ${MOST_SERIES} metrics at once: samples dropped`);
      this.#dropped = 0;
    }
    this.#forgetIdle();
  }

  #forgetIdle(): void {
    const before = this.#clock.now() - IDLE_MS;
    const crowded = this.#live.size >= MOST_SERIES;
    const idle = new Set<Live>();
    for (const [key, live] of this.#live) {
      if (live.windows.size > 0 || (!crowded && live.touchedMs >= before)) continue;
      this.#live.delete(key);
      idle.add(live);
    }
    if (idle.size === 0) return;
    for (const [key, live] of this.#byKey) if (idle.has(live)) this.#byKey.delete(key);
    this.#byOwner = new WeakMap();
  }

  async #write(dirty: readonly Live[]): Promise<void> {
    let slice: Live[] = [];
    let windows = 0;
    for (const live of dirty) {
      slice.push(live);
      windows += live.windows.size;
      if (windows < SLICE) continue;
      this.#writeSlice(slice);
      slice = [];
      windows = 0;
      await breathe();
    }
    this.#writeSlice(slice);
  }

  /** Writes the series and forgets in memory what was written: nothing is counted in between. */
  #writeSlice(slice: readonly Live[]): void {
    const dirty = slice.filter((live) => live.windows.size > 0);
    if (dirty.length === 0) return;
    this.#table.transaction(() => {
      for (const { name, windows, lastMs } of dirty) {
        const id = this.#table.seriesId(name, lastMs);
        for (const [startMs, window] of windows) this.#table.add(id, startMs, name.resolution, window);
      }
    });
    for (const live of dirty) {
      live.windows.clear();
      live.current = undefined;
    }
  }

  #writeMetric(metric: Metric): void {
    const dimensions = dimensionsText(metric.dimensions);
    const dirty: Live[] = [];
    for (const live of this.#live.values()) {
      const { name } = live;
      const same =
        name.name === metric.name &&
        name.namespace === metric.namespace &&
        name.account === metric.account &&
        name.region === metric.region &&
        dimensionsText(name.dimensions) === dimensions;
      if (same) dirty.push(live);
    }
    this.#writeSlice(dirty);
  }

  async #rollUpAll(): Promise<void> {
    while (!this.#closed && this.#table.rollUp(this.#clock.now(), SLICE)) await breathe();
  }
}
