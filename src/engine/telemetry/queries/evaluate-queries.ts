import type { Clock } from '../../../kit/index.ts';
import { evaluateExpression } from '../maths/evaluate.ts';
import { MathsProblem } from '../maths/problem.ts';
import { matches } from '../maths/search/matches.ts';
import { parseSearch } from '../maths/search/search-query.ts';
import type { TimeSeries } from '../maths/series.ts';
import type { SearchWish, Surroundings } from '../maths/surroundings.ts';
import { type Operand, single } from '../maths/values.ts';
import type { MetricStore } from '../metrics/metric-store.ts';
import { roundStart } from '../metrics/periods.ts';
import { evaluateStatistic, needsDistribution, parseStatistic } from '../metrics/statistic.ts';
import type { DataQuery, MetricRead, QueryAnswer, QueryRange } from './data-query.ts';
import { labelsApart } from './labels-apart.ts';
import { scaledPeriodSeconds } from './scaled-period.ts';
import { firstOfUnits } from './unit-order.ts';

/** Series one search finds at most. */
const MOST_FOUND = 500;
/** A metric without a value for longer is not found. */
const FOUND_MS = 14 * 24 * 3_600_000;
/** Of what an expression makes from nothing, where no metric says. */
const DEFAULT_PERIOD_SECONDS = 60;

/** Where questions are asked. */
export interface QuerySource {
  readonly metrics: MetricStore;
  readonly clock: Clock;
  readonly account: string;
  readonly region: string;
}

/** Queries that may speak of each other, over one stretch of time; each is evaluated when it is asked for, and once. */
export class Queries {
  readonly #source: QuerySource;
  readonly #range: QueryRange;
  readonly #queries: ReadonlyMap<string, DataQuery>;
  readonly #known = new Map<string, Operand>();
  readonly #underWay = new Set<string>();
  readonly #shortest: number;

  constructor(source: QuerySource, queries: readonly DataQuery[], range: QueryRange) {
    this.#source = source;
    this.#range = range;
    this.#queries = new Map(queries.map((query) => [query.id, query]));
    const periods = queries.flatMap((query) => (query.kind === 'metric' ? query.periodSeconds : []));
    this.#shortest = periods.length > 0 ? Math.min(...periods) : DEFAULT_PERIOD_SECONDS;
  }

  /**
   * What the query of that id is answered with.
   * @throws MathsProblem when its expression cannot be evaluated, or is a number
   */
  answer(id: string): QueryAnswer {
    const value = this.#valueOf(id);
    if (value?.kind === 'series') return { series: [value.series], several: false };
    if (value?.kind === 'array') return { series: value.series, several: true };
    throw new MathsProblem('The result must be a time series or an array of time series');
  }

  #valueOf(id: string): Operand | undefined {
    const known = this.#known.get(id);
    const query = this.#queries.get(id);
    if (known || !query) return known;
    if (this.#underWay.has(id)) throw new MathsProblem(`'${id}' depends on itself`);
    this.#underWay.add(id);
    try {
      const value =
        query.kind === 'metric'
          ? single(this.#read(query, query.label ?? query.metric.name))
          : named(id, evaluateExpression(query.expression, this.#surroundings(query.periodSeconds)));
      this.#known.set(id, value);
      return value;
    } finally {
      this.#underWay.delete(id);
    }
  }

  #surroundings(periodSeconds: number = this.#shortest): Surroundings {
    const { fromMs, toMs, timeScale = 1 } = this.#range;
    const { clock } = this.#source;
    const nowMs = clock.now();
    return {
      startMs: (periodMs) => roundStart(fromMs, periodMs / 1000, nowMs),
      toMs: Math.min(toMs, nowMs + 1),
      periodMs: scaledPeriodSeconds(periodSeconds, timeScale) * 1000,
      timeScale,
      lookUp: (id) => this.#valueOf(id),
      metrics: () =>
        [...this.#queries.values()].flatMap((query) => {
          const value = query.kind === 'metric' ? this.#valueOf(query.id) : undefined;
          return value?.kind === 'series' ? { id: query.id, series: value.series } : [];
        }),
      search: (wish) => this.#search(wish, periodSeconds),
    };
  }

  #search({ query: text, statistic: stat, periodSeconds }: SearchWish, defaultSeconds: number): TimeSeries[] {
    const { metrics, clock, account, region } = this.#source;
    const query = parseSearch(text);
    if (!parseStatistic(stat)) throw new MathsProblem(`Invalid statistic '${stat}' for function 'SEARCH'`);
    const found = metrics.find(
      {
        account,
        region,
        ...(query.schema && { namespace: query.schema.namespace }),
        sinceMs: clock.now() - FOUND_MS,
        limit: MOST_FOUND,
      },
      (metric) => matches(query, metric),
    );
    const labels = labelsApart(found);
    return found.map((metric, index) =>
      this.#read({ metric, stat, periodSeconds: periodSeconds ?? defaultSeconds }, labels[index] as string),
    );
  }

  #read({ metric, stat, periodSeconds, unit }: MetricRead, label: string): TimeSeries {
    const { fromMs, toMs, timeScale = 1 } = this.#range;
    const scaled = scaledPeriodSeconds(periodSeconds, timeScale);
    const statistic = parseStatistic(stat);
    if (!statistic) throw new MathsProblem(`Invalid statistic '${stat}'`);
    const byUnit = this.#source.metrics.read({
      metric,
      fromMs,
      toMs,
      periodSeconds: scaled,
      ...(unit !== undefined && { unit }),
      distributions: needsDistribution(statistic),
    });
    const points = (firstOfUnits(byUnit)?.points ?? []).flatMap(({ startMs, window }) => {
      const value = evaluateStatistic(statistic, window);
      return value === undefined ? [] : { startMs, value };
    });
    const units = byUnit.map((one) => one.unit).sort();
    const source = { metric, stat, periodSeconds, ...(units.length > 1 && { units }) };
    return { label, periodMs: scaled * 1000, points, source };
  }
}

/** One series that an expression made bears its id, and is no metric's any more. */
function named(id: string, value: Operand): Operand {
  if (value.kind !== 'series') return value;
  const { periodMs, points } = value.series;
  return single({ label: id, periodMs, points });
}
