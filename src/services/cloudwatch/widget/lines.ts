import {
  type ChartLine,
  type DataQuery,
  labelsApart,
  MathsProblem,
  Queries,
  type QuerySource,
} from '../../../engine/telemetry/index.ts';
import { labelledSeries } from '../translate/answers.ts';
import { dataQueries, mathsFault } from '../translate/queries.ts';
import { colourOf } from './colours.ts';
import { invalidWidget } from './fields.ts';
import type { MetricRow } from './metric-rows.ts';
import type { Widget } from './widget.ts';

/** Series one picture shows at most. */
const MOST_LINES = 500;

/** The lines of a widget: what its metrics and expressions are, with their labels. */
export function linesOf(
  { frame, rows, timezone }: Widget,
  source: QuerySource,
  timeScale: number,
): ChartLine[] {
  const read = dataQueries(
    rows.map(({ query }) => query),
    { owner: source, timeScale, path: 'MetricWidget.metrics' },
  );
  const queries = read.map((query, index) => inRegion(query, rows[index]?.region));
  const all = new Queries(source, queries, frame);
  const labels = metricLabels(queries);
  const lines: ChartLine[] = [];
  for (const [index, query] of queries.entries()) {
    const row = rows[index] as MetricRow;
    if (!row.visible) continue;
    for (const { label, points } of answered(query)) {
      const colour = colourOf(row.colour, lines.length);
      lines.push({ label, points, colour, side: row.side });
    }
  }
  if (lines.length > MOST_LINES) throw invalidWidget(`it shows more than ${MOST_LINES} lines`);
  return lines;

  function answered(query: DataQuery) {
    const asked = rows.find(({ query: one }) => one.Id === query.id)?.query.Label;
    try {
      const label = asked ?? labels.get(query.id);
      return labelledSeries(query, all.answer(query.id), label, { among: queries, timezone });
    } catch (error) {
      throw error instanceof MathsProblem ? mathsFault(query.id, error) : error;
    }
  }
}

const inRegion = (query: DataQuery, region: string | undefined): DataQuery =>
  query.kind === 'metric' && region !== undefined ? { ...query, metric: { ...query.metric, region } } : query;

/** What metrics are called that are not named: what tells them apart. */
function metricLabels(queries: readonly DataQuery[]): ReadonlyMap<string, string> {
  const metrics = queries.flatMap((query) => (query.kind === 'metric' ? query : []));
  const labels = labelsApart(metrics.map(({ metric }) => metric));
  const several = (of: (one: (typeof metrics)[number]) => unknown) => new Set(metrics.map(of)).size > 1;
  const [stats, periods] = [several(({ stat }) => stat), several(({ periodSeconds }) => periodSeconds)];
  return new Map(
    metrics.map(({ id, stat, periodSeconds }, index) => [
      id,
      [labels[index], stats && stat, periods && periodSeconds].filter(Boolean).join(' '),
    ]),
  );
}
