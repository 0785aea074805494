import type { DataQuery, Point, QueryAnswer, TimeSeries } from '../../../engine/telemetry/index.ts';
import { differences, fillLabel, isDynamic, plainLabel } from './label.ts';

/** A series as it is shown. */
export interface LabelledSeries {
  /** Of its query. */
  readonly id: string;
  readonly label: string;
  /** In order of time. */
  readonly points: readonly Point[];
  readonly periodMs: number;
  /** In which units its metric has values, when there are several. */
  readonly units?: readonly string[];
}

/** What a label also depends on. */
export interface LabelSetting {
  /** The queries that are shown. */
  readonly among: readonly DataQuery[];
  /** e.g. `+0130` */
  readonly timezone: string;
}

/**
 * The series of an answer with their labels. Where an expression stands for several, a label with dynamic parts is filled in for each of
 * them, and any other goes before theirs.
 * @param label as it was asked for
 */
export function labelledSeries(
  query: DataQuery,
  answer: QueryAnswer,
  label: string | undefined,
  { among, timezone }: LabelSetting,
): LabelledSeries[] {
  const reads = among.flatMap((one) => (one.kind === 'metric' ? one : []));
  const own =
    query.kind === 'metric' ? plainLabel(query, differences(reads)) : answer.several ? undefined : query.id;
  return answer.series.map((series) => {
    const plain = own ?? fill(series.label, series, series.label);
    const wanted =
      answer.several && label !== undefined && !isDynamic(label) ? `${label} ${plain}`.trim() : label;
    const { points, periodMs, source } = series;
    const units = query.kind === 'metric' ? source?.units : undefined;
    return {
      id: query.id,
      label: fill(wanted ?? plain, series, plain),
      points,
      periodMs,
      ...(units && { units }),
    };
  });

  function fill(text: string, { source, points }: TimeSeries, plain: string): string {
    return fillLabel(text, { plain, source, points }, timezone);
  }
}
