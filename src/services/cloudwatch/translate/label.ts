import type { MetricStat } from '@aws-sdk/client-cloudwatch';
import type { CallContext } from '../../../wire/index.ts';

/** What a label can speak of. */
export interface Labelled {
  readonly stat: MetricStat;
  readonly label: string | undefined;
  /** In order of time. */
  readonly points: readonly { readonly startMs: number; readonly value: number }[];
}

/** Of which things the series of one answer differ: those are named in their labels. */
export interface Differences {
  readonly stat: boolean;
  readonly period: boolean;
}

/** Finds what the series of one answer differ in. */
export const differences = (stats: readonly MetricStat[]): Differences => ({
  stat: new Set(stats.map(({ Stat }) => Stat)).size > 1,
  period: new Set(stats.map(({ Period }) => Period)).size > 1,
});

/**
 * The label of a series: the one asked for with its dynamic parts filled in, or the metric's name with what tells it from the others.
 * @param timezone e.g. `+0130`, for times in labels
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/graph-dynamic-labels.html
 */
export function labelOf(series: Labelled, differ: Differences, timezone: string, call: CallContext): string {
  const { Metric, Stat, Period } = series.stat;
  const plain = [Metric?.MetricName, differ.stat && Stat, differ.period && Period].filter(Boolean).join(' ');
  if (series.label === undefined) return plain;
  return series.label.replaceAll(/\$\{([^}]*)\}/g, (whole, name: string) => {
    if (name === 'LABEL') return plain;
    const property = /^PROP\('([^']+)'\)$/.exec(name)?.[1];
    return (
      (property === undefined ? figure(name, series.points, timezone) : propertyOf(property, series, call)) ??
      whole
    );
  });
}

function propertyOf(name: string, { stat }: Labelled, call: CallContext): string | undefined {
  const { Metric, Stat, Period } = stat;
  if (name.startsWith('Dim.')) {
    return Metric?.Dimensions?.find(({ Name }) => Name === name.slice(4))?.Value ?? '';
  }
  const known: Record<string, string | undefined> = {
    AccountId: call.account,
    MetricName: Metric?.MetricName,
    Namespace: Metric?.Namespace,
    Period: String(Period),
    Region: call.region,
    Stat,
  };
  return known[name];
}

function figure(name: string, points: Labelled['points'], timezone: string): string | undefined {
  if (name === 'DATAPOINT_COUNT') return String(points.length);
  const [measure, asTime] = name.endsWith('_TIME') ? [name.slice(0, -5), true] : [name, false];
  const sum = points.reduce((total, { value }) => total + value, 0);
  if (!asTime && measure === 'SUM') return shortNumber(sum);
  if (!asTime && measure === 'AVG') return points.length > 0 ? shortNumber(sum / points.length) : '--';
  const choose: Record<string, () => Labelled['points'][number] | undefined> = {
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
  const sign = timezone.startsWith('-') ? -1 : 1;
  const minutes = sign * (Number(timezone.slice(1, 3)) * 60 + Number(timezone.slice(3, 5)));
  const text = new Date(timeMs + minutes * 60_000).toISOString().slice(0, 19).replace('T', ' ');
  return `${text} ${minutes === 0 ? 'UTC' : timezone}`;
}
