import { type Clock, every, type Logger } from '../../../kit/index.ts';
import { breathe } from '../database.ts';
import { OneAtATime } from '../one-at-a-time.ts';
import type { Measured, Meter, MeterSource, MetricSample } from '../sinks.ts';
import { LiveSet, type LiveSeries, metricKey } from './live-series.ts';
import { isOf, type Metric, roughKey, type Sampled, type SeriesName } from './metric.ts';
import { type KeptWindow, type MetricFilter, MetricTable } from './metric-table.ts';
import { roundStart, windowStart } from './periods.ts';
import type { StatisticSet, Window } from './window.ts';

/** Samples a hot path recorded reach the disk within this time. */
const FLUSH_MS = 5_000;
const ROLL_UP_MS = 300_000;
/** A series nobody records to is forgotten in memory after this time; the disk keeps it. */
const IDLE_MS = 600_000;
/** Series in memory at once; samples of further ones are counted and dropped. */
const MOST_SERIES = 20_000;
/** Windows written before waiting requests are served. */
const SLICE = 50;
/** How far what the disk says of a series' newest value may be behind. */
const TOLD_MS = 30_000;

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

/** What the store stands on. */
export interface MetricStoreOptions {
  readonly clock: Clock;
  readonly log: Logger;
  /** Over 1, every value is kept to the second, so that periods can be that much shorter. Default 1. */
  readonly timeScale?: number;
}

/**
 * Metric samples: counted in memory by series and window, written to disk in the background, read from both. Memory holds only what
 * has not been written yet.
 */
export class MetricStore implements MeterSource, AsyncDisposable {
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #table: MetricTable;
  readonly #live = new LiveSet();
  /** The same series stands under several keys when its dimensions come in several orders. */
  readonly #byKey = new Map<string, LiveSeries>();
  /** By frozen dimensions, which their owner hands in again and again: found without making a key. */
  #byOwner = new WeakMap<object, LiveSeries[]>();
  readonly #toTheSecond: boolean;
  readonly #timers: readonly Disposable[];
  readonly #flushing = new OneAtATime(() => this.#flushAll());
  readonly #rollingUp = new OneAtATime(() => this.#rollUpAll());
  #dropped = 0;
  #closed = false;

  /** @param path the SQLite file, or `:memory:` */
  constructor(path: string, { clock, log, timeScale = 1 }: MetricStoreOptions) {
    this.#clock = clock;
    this.#log = log;
    this.#toTheSecond = timeScale > 1;
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
    const series = this.#find(sample);
    if (series) this.#count(series, sample.value, sample.timeMs);
  }

  meter(measured: Measured): Meter {
    let series: LiveSeries | undefined;
    const taken = () => (series?.kept ? series : (series = this.#take(measured)));
    return {
      add: (value, timeMs) => {
        const live = taken();
        if (live) this.#count(live, value, timeMs);
      },
      get lastMs() {
        return taken()?.lastMs ?? 0;
      },
    };
  }

  /** Counts `data`; resolves when it is on disk. */
  async put(data: readonly MetricData[]): Promise<void> {
    const touched = new Set<LiveSeries>();
    for (const datum of data) {
      const series = this.#take(datum, Number.POSITIVE_INFINITY) as LiveSeries;
      series.touchedMs = this.#clock.now();
      const window = series.window(datum.timeMs);
      if ('sampleCount' in datum.values) window.addSet(datum.values);
      else for (const [value, count] of datum.values) window.add(value, count);
      touched.add(series);
    }
    await this.#write([...touched]);
  }

  /** What the store knows of a metric, a window for each period and unit. */
  read(query: MetricQuery): MetricSeries[] {
    const fromMs = roundStart(query.fromMs, query.periodSeconds, this.#clock.now());
    const byUnit = new Map<string, Map<number, Window>>();
    for (const { unit, startMs, window, resolution, finest } of this.#windows(query, fromMs)) {
      // what was rolled up is answered only to questions that are no finer than it has become
      if (resolution > query.periodSeconds && resolution !== finest) continue;
      const periodStartMs = fromMs + windowStart(startMs - fromMs, query.periodSeconds);
      let periods = byUnit.get(unit);
      if (!periods) byUnit.set(unit, (periods = new Map()));
      const period = periods.get(periodStartMs);
      if (period) period.merge(window);
      else periods.set(periodStartMs, window);
    }
    return [...byUnit].map(([unit, periods]) => ({
      unit,
      points: [...periods].sort((a, b) => a[0] - b[0]).map(([startMs, window]) => ({ startMs, window })),
    }));
  }

  /** The metrics that `filter` lets through. */
  async list(filter: MetricFilter): Promise<Metric[]> {
    await this.flush();
    return this.#table.list(filter).take(filter.limit).toArray();
  }

  /** The metrics that `filter` and `wanted` let through, those too that are not on disk yet. */
  find(
    filter: Omit<MetricFilter, 'after' | 'name' | 'dimensions'>,
    wanted: (metric: Metric) => boolean,
  ): Metric[] {
    const { account, region, namespace, limit } = filter;
    const found = new Map<string, Metric>();
    const kept = this.#table
      .list({ ...filter, dimensions: [] })
      .filter(wanted)
      .take(limit);
    for (const metric of kept) found.set(metricKey(metric), metric);
    for (const { name, lastMs } of this.#live) {
      const here = name.account === account && name.region === region && lastMs >= filter.sinceMs;
      if (!here || (namespace !== undefined && name.namespace !== namespace) || !wanted(name)) continue;
      if (found.size < limit) found.set(metricKey(name), name);
    }
    return [...found.values()];
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
    this.#live.forget(() => true);
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

  #count(series: LiveSeries, value: number, timeMs: number | undefined): void {
    const nowMs = timeMs ?? this.#clock.now();
    series.touchedMs = nowMs;
    series.window(nowMs).add(value);
  }

  #find(sample: MetricSample): LiveSeries | undefined {
    const kept = this.#byOwner.get(sample.dimensions);
    const known = kept?.find(({ name }) => isOf(name, sample));
    if (known) return known;
    const series = this.#take(sample);
    if (!series || !Object.isFrozen(sample.dimensions)) return series;
    if (kept) kept.push(series);
    else this.#byOwner.set(sample.dimensions, [series]);
    return series;
  }

  #take(sampled: Sampled, most: number = MOST_SERIES): LiveSeries | undefined {
    const key = roughKey(sampled);
    const known = this.#byKey.get(key);
    if (known) return known;
    const resolution = this.#toTheSecond ? 1 : (sampled.resolution ?? 60);
    const series = this.#live.take(sampled, resolution, most);
    if (series) this.#byKey.set(key, series);
    else this.#dropped++;
    return series;
  }

  /** What is kept of a metric, on disk and not yet there; each window is the caller's to add to. */
  *#windows(query: MetricQuery, fromMs: number): Generator<KeptWindow> {
    const { metric, toMs, unit, distributions = true } = query;
    yield* this.#table.windows(metric, fromMs, toMs, query);
    for (const { name, windows } of this.#live.ofMetric(metric)) {
      if (unit !== undefined && unit !== name.unit) continue;
      const { resolution } = name;
      for (const [startMs, window] of windows) {
        if (startMs < fromMs || startMs >= toMs) continue;
        yield {
          unit: name.unit,
          finest: resolution,
          resolution,
          startMs,
          window: window.copy(distributions),
        };
      }
    }
  }

  async #flushAll(): Promise<void> {
    const dirty = [...this.#live].filter(({ windows }) => windows.size > 0);
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
    const idle = this.#live.forget(
      ({ windows, touchedMs }) => windows.size === 0 && (crowded || touchedMs < before),
    );
    if (idle.size === 0) return;
    for (const [key, series] of this.#byKey) if (idle.has(series)) this.#byKey.delete(key);
    this.#byOwner = new WeakMap();
  }

  async #write(dirty: readonly LiveSeries[]): Promise<void> {
    let slice: LiveSeries[] = [];
    let windows = 0;
    for (const series of dirty) {
      slice.push(series);
      windows += series.windows.size;
      if (windows < SLICE) continue;
      this.#writeSlice(slice);
      slice = [];
      windows = 0;
      await breathe();
    }
    this.#writeSlice(slice);
  }

  /** Writes the series and forgets in memory what was written: nothing is counted in between. */
  #writeSlice(slice: readonly LiveSeries[]): void {
    const dirty = slice.filter(({ windows }) => windows.size > 0);
    if (dirty.length === 0) return;
    try {
      this.#table.transaction(() => {
        for (const series of dirty) this.#writeSeries(series);
      });
    } catch (error) {
      for (const series of dirty) series.onDisk = undefined; // an id that was not kept may be another's next
      throw error;
    }
    for (const series of dirty) series.written();
  }

  #writeSeries(series: LiveSeries): void {
    const { name, windows, lastMs, writtenMs } = series;
    const told = series.onDisk && lastMs < series.onDisk.lastMs + TOLD_MS;
    if (!told) series.onDisk = { id: this.#table.seriesId(name, lastMs), lastMs };
    const { id } = series.onDisk as { id: number };
    for (const [startMs, window] of windows) {
      if (startMs > writtenMs) this.#table.put(id, startMs, name.resolution, window);
      else this.#table.add(id, startMs, name.resolution, window);
    }
  }

  async #rollUpAll(): Promise<void> {
    while (!this.#closed && this.#table.rollUp(this.#clock.now(), SLICE)) await breathe();
  }
}
