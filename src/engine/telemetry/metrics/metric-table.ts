import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { openDatabase, transaction } from '../database.ts';
import { distributionFromBytes, distributionToBytes } from './distribution-bytes.ts';
import { dimensionsOf, dimensionsText, type Metric, type SeriesName } from './metric.ts';
import { RETENTION, windowStart } from './periods.ts';
import { Window } from './window.ts';

const migrations = [
  `CREATE TABLE series (
     id         INTEGER PRIMARY KEY,
     account    TEXT NOT NULL,
     region     TEXT NOT NULL,
     namespace  TEXT NOT NULL,
     name       TEXT NOT NULL,
     dimensions TEXT NOT NULL,
     unit       TEXT NOT NULL,
     resolution INTEGER NOT NULL,
     last_ms    INTEGER NOT NULL,
     UNIQUE (account, region, namespace, name, dimensions, unit, resolution)
   );
   CREATE TABLE windows (
     series       INTEGER NOT NULL,
     start_ms     INTEGER NOT NULL,
     resolution   INTEGER NOT NULL,
     sample_count REAL NOT NULL,
     sum          REAL NOT NULL,
     minimum      REAL NOT NULL,
     maximum      REAL NOT NULL,
     distribution BLOB,
     PRIMARY KEY (series, start_ms, resolution)
   ) WITHOUT ROWID;
   CREATE INDEX windows_by_age ON windows (resolution, start_ms)`,
];

/** A window as it is kept, with the series it is of. */
export interface KeptWindow {
  readonly unit: string;
  /** Seconds of the finest window of its series. */
  readonly finest: number;
  readonly resolution: number;
  readonly startMs: number;
  readonly window: Window;
}

/** Which metrics to list, in the order of namespace, name and dimensions. */
export interface MetricFilter {
  readonly account: string;
  readonly region: string;
  readonly namespace?: string;
  readonly name?: string;
  /** Each must be there, with the value where one is given. */
  readonly dimensions: readonly { readonly name: string; readonly value?: string }[];
  /** Only those with a value at or after this time. */
  readonly sinceMs: number;
  /** Only those after this one. */
  readonly after?: Metric;
  readonly limit: number;
}

type Row = Record<string, unknown>;

/** The metrics on disk. Synchronous: callers slice long work. */
export class MetricTable implements Disposable {
  readonly #database: DatabaseSync;
  readonly #run: ReturnType<typeof prepare>;

  /** @param path the file, or `:memory:` */
  constructor(path: string) {
    this.#database = openDatabase(path, migrations);
    this.#run = prepare(this.#database);
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }

  /** Runs `work` so that all of its writes happen or none. */
  transaction<T>(work: () => T): T {
    return transaction(this.#database, work);
  }

  /** The id of the series, made when it is new. */
  seriesId(series: SeriesName, lastMs: number): number {
    const { account, region, namespace, name, unit, resolution } = series;
    const dimensions = dimensionsText(series.dimensions);
    const row = this.#run.name.get(account, region, namespace, name, dimensions, unit, resolution, lastMs);
    return row?.['id'] as number;
  }

  /** Adds what `window` counted to what is kept for that time. */
  add(series: number, startMs: number, resolution: number, window: Window): void {
    const kept = this.#run.window.get(series, startMs, resolution);
    const whole = kept ? windowOf(kept) : window;
    if (kept) whole.merge(window);
    this.put(series, startMs, resolution, whole);
  }

  /** Writes a window of which nothing is kept yet. */
  put(series: number, startMs: number, resolution: number, window: Window): void {
    const { sampleCount, sum, minimum, maximum, distribution } = window;
    const bytes = distribution ? distributionToBytes(distribution) : null;
    this.#run.put.run(series, startMs, resolution, sampleCount, sum, minimum, maximum, bytes);
  }

  /** What is kept of the metric from `fromMs` up to but not including `toMs`, by series and time. */
  *windows(
    metric: Metric,
    fromMs: number,
    toMs: number,
    { unit, distributions = true }: { readonly unit?: string; readonly distributions?: boolean },
  ): Generator<KeptWindow> {
    const { account, region, namespace, name } = metric;
    const dimensions = dimensionsText(metric.dimensions);
    const range = distributions ? this.#run.range : this.#run.figures;
    for (const series of this.#run.seriesOf.all(account, region, namespace, name, dimensions)) {
      if (unit !== undefined && series['unit'] !== unit) continue;
      for (const row of range.iterate(series['id'] as number, fromMs, toMs)) {
        yield {
          unit: series['unit'] as string,
          finest: series['resolution'] as number,
          resolution: row['resolution'] as number,
          startMs: row['start_ms'] as number,
          window: windowOf(row),
        };
      }
    }
  }

  /** The metrics that `filter` lets through; its limit is for whoever takes them. */
  *list(filter: MetricFilter): Generator<Metric> {
    const after = filter.after;
    const rows = this.#run.list.iterate(
      filter.account,
      filter.region,
      filter.sinceMs,
      filter.namespace ?? null,
      filter.name ?? null,
      after?.namespace ?? '',
      after?.name ?? '',
      after ? dimensionsText(after.dimensions) : '',
    );
    for (const row of rows) {
      const dimensions = dimensionsOf(row['dimensions'] as string);
      const has = filter.dimensions.every(({ name, value }) =>
        value === undefined ? name in dimensions : dimensions[name] === value,
      );
      if (!has) continue;
      const { account, region } = filter;
      const [namespace, name] = [row['namespace'] as string, row['name'] as string];
      yield { account, region, namespace, name, dimensions };
    }
  }

  /**
   * Puts windows that are past their time together into longer ones, and drops what is past all times.
   * @param most how many windows to take on at most
   * @returns whether there may be more
   */
  rollUp(nowMs: number, most: number): boolean {
    return this.transaction(() => {
      let left = most;
      for (const [index, { resolution, keptMs }] of RETENTION.entries()) {
        const next = RETENTION[index + 1]?.resolution;
        const old = this.#run.aged.all(resolution, nowMs - keptMs, left);
        for (const row of old) {
          const series = row['series'] as number;
          const startMs = row['start_ms'] as number;
          if (next) this.add(series, windowStart(startMs, next), next, windowOf(row));
          this.#run.drop.run(series, startMs, resolution);
        }
        left -= old.length;
        if (left <= 0) return true;
      }
      const oldest = RETENTION.at(-1) as (typeof RETENTION)[number];
      this.#run.forget.run(nowMs - oldest.keptMs);
      return false;
    });
  }

  /** Deletes everything. */
  clear(): void {
    this.#database.exec('BEGIN IMMEDIATE; DELETE FROM windows; DELETE FROM series; COMMIT');
  }
}

function windowOf(row: Row): Window {
  const window = new Window();
  window.sampleCount = row['sample_count'] as number;
  window.sum = row['sum'] as number;
  window.minimum = row['minimum'] as number;
  window.maximum = row['maximum'] as number;
  const bytes = row['distribution'] as Uint8Array | null | undefined;
  window.distribution = bytes ? distributionFromBytes(bytes) : undefined;
  return window;
}

function prepare(database: DatabaseSync) {
  const sql = (text: string): StatementSync => database.prepare(text);
  return {
    name: sql(`INSERT INTO series (account, region, namespace, name, dimensions, unit, resolution, last_ms)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET last_ms = max(last_ms, excluded.last_ms) RETURNING id`),
    seriesOf: sql(`SELECT id, unit, resolution FROM series
      WHERE account = ? AND region = ? AND namespace = ? AND name = ? AND dimensions = ?`),
    window: sql('SELECT * FROM windows WHERE series = ? AND start_ms = ? AND resolution = ?'),
    figures: sql(`SELECT resolution, start_ms, sample_count, sum, minimum, maximum FROM windows
      WHERE series = ? AND start_ms >= ? AND start_ms < ? ORDER BY start_ms`),
    range: sql('SELECT * FROM windows WHERE series = ? AND start_ms >= ? AND start_ms < ? ORDER BY start_ms'),
    put: sql('INSERT OR REPLACE INTO windows VALUES (?, ?, ?, ?, ?, ?, ?, ?)'),
    aged: sql('SELECT * FROM windows WHERE resolution = ? AND start_ms < ? ORDER BY start_ms LIMIT ?'),
    drop: sql('DELETE FROM windows WHERE series = ? AND start_ms = ? AND resolution = ?'),
    forget: sql('DELETE FROM series WHERE last_ms < ?'),
    list: sql(`SELECT DISTINCT namespace, name, dimensions FROM series
      WHERE account = ? AND region = ? AND last_ms >= ?
        AND namespace = coalesce(?4, namespace) AND name = coalesce(?5, name)
        AND (namespace, name, dimensions) > (?6, ?7, ?8)
      ORDER BY namespace, name, dimensions`),
  };
}
