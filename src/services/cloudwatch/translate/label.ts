import type { Point, SeriesSource } from '../../../engine/telemetry/index.ts';

/** What a label can speak of. */
export interface Labelled {
  /** What `${LABEL}` is. */
  readonly plain: string;
  readonly source: SeriesSource | undefined;
  /** In order of time. */
  readonly points: readonly Point[];
}

/** Of which things the series of one answer differ: those are named in their labels. */
export interface Differences {
  readonly stat: boolean;
  readonly period: boolean;
}

/** Finds what the metrics of one answer differ in. */
export const differences = (
  reads: readonly { readonly stat: string; readonly periodSeconds: number }[],
): Differences => ({
  stat: new Set(reads.map(({ stat }) => stat)).size > 1,
  period: new Set(reads.map(({ periodSeconds }) => periodSeconds)).size > 1,
});

/** What a metric is called when nobody says: its name with what tells it from the others. */
export const plainLabel = (
  read: { readonly metric: { readonly name: string }; readonly stat: string; readonly periodSeconds: number },
  differ: Differences,
): string =>
  [read.metric.name, differ.stat && read.stat, differ.period && read.periodSeconds].filter(Boolean).join(' ');

/** Whether a label has parts that are filled in. */
export const isDynamic = (label: string): boolean => label.includes('${');

/**
 * The label with its dynamic parts filled in.
 * @param timezone e.g. `+0130`, for times in labels
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/graph-dynamic-labels.html
 */
export function fillLabel(label: string, series: Labelled, timezone: string): string {
  return label.replaceAll(/\$\{([^}]*)\}/g, (whole, name: string) => {
    if (name === 'LABEL') return series.plain;
    const property = /^PROP\('([^']+)'\)$/.exec(name)?.[1];
    const filled =
      property === undefined ? figure(name, series.points, timezone) : propertyOf(property, series.source);
    return filled ?? whole;
  });
}

function propertyOf(name: string, source: SeriesSource | undefined): string | undefined {
  if (!source) return undefined;
  const { metric, stat, periodSeconds } = source;
  if (name.startsWith('Dim.')) return metric.dimensions[name.slice(4)] ?? '';
  const known: Record<string, string | undefined> = {
    AccountId: metric.account,
    MetricName: metric.name,
    Namespace: metric.namespace,
    Period: String(periodSeconds),
    Region: metric.region,
    Stat: stat,
  };
  return known[name];
}

function figure(name: string, points: readonly Point[], timezone: string): string | undefined {
  if (name === 'DATAPOINT_COUNT') return String(points.length);
  const [measure, asTime] = name.endsWith('_TIME') ? [name.slice(0, -5), true] : [name, false];
  const sum = points.reduce((total, { value }) => total + value, 0);
  if (!asTime && measure === 'SUM') return shortNumber(sum);
  if (!asTime && measure === 'AVG') return points.length > 0 ? shortNumber(sum / points.length) : '--';
  const choose: Record<string, () => Point | undefined> = {
    MIN: () => points.reduce((least, point) => (point.value < least.value ? point : least), points[0]!),
    MAX: () => points.reduce((most, point) => (point.value > most.value ? point : most), points[0]!),
    FIRST: () => points[0],
    LAST: () => points.at(-1),
  };
  if (!choose[measure]) return undefined;
  const point = points.length > 0 ? choose[measure]() : undefined;
  if (!point) return '--';
  return asTime ? timeText(point.startMs, timezone) : shortNumber(point.value);
}

const shortNumber = (value: number): string => String(Number(value.toFixed(3)));

/** e.g. `2026-01-01 13:30:00 UTC` */
function timeText(timeMs: number, timezone: string): string {
  const text = new Date(timeMs + offsetMs(timezone)).toISOString().slice(0, 19).replace('T', ' ');
  return `${text} ${offsetMs(timezone) === 0 ? 'UTC' : timezone}`;
}

/** Milliseconds that clocks of a time zone such as `+0130` are ahead of UTC. */
export function offsetMs(timezone: string): number {
  const minutes = Number(timezone.slice(1, 3)) * 60 + Number(timezone.slice(3, 5));
  return (timezone.startsWith('-') ? -minutes : minutes) * 60_000;
}
