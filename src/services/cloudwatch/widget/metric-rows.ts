import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { Fields, invalidWidget, type Json } from './fields.ts';
import type { Side } from '../../../engine/telemetry/index.ts';

/** One row of a widget's metrics. */
export interface MetricRow {
  readonly query: MetricDataQuery;
  readonly visible: boolean;
  readonly side: Side;
  readonly colour: string | undefined;
  /** Where its metric is, when it is not the Region of the call. */
  readonly region: string | undefined;
}

/** What holds for rows that say nothing else. */
export interface RowDefaults {
  readonly stat: string;
  readonly periodSeconds: number;
}

/**
 * Reads the `metrics` of a widget: `[namespace, name, dimension, value, ..., options]`, where `.` is what stands there in the row before and
 * `...` all that stands there, or `[{ expression }]`.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Metric-Widget-Structure.html
 */
export function metricRows(rows: readonly Json[], defaults: RowDefaults): MetricRow[] {
  let before: readonly string[] = [];
  return rows.map((row, index) => {
    const path = `metrics[${index}]`;
    if (!Array.isArray(row)) throw invalidWidget(`${path} must be an array`);
    const last = row.at(-1);
    const hasOptions = typeof last === 'object' && last !== null;
    const options = new Fields(hasOptions ? last : {}, path);
    const names = writtenOut(hasOptions ? row.slice(0, -1) : row, before, path);
    if (names.length > 0) before = names;
    const read = metricRow(names, options, `row${index}`, defaults, path);
    options.end();
    return read;
  });
}

function metricRow(
  names: readonly string[],
  options: Fields,
  defaultId: string,
  { stat, periodSeconds }: RowDefaults,
  path: string,
): MetricRow {
  const Id = options.text('id') ?? defaultId;
  const Label = options.text('label');
  const expression = options.text('expression');
  const period = options.whole('period', 1, 86_400);
  const accountId = options.text('accountId');
  const wanted = options.text('stat') ?? stat;
  const labelled = {
    Id,
    ...(Label !== undefined && { Label }),
    ...(accountId !== undefined && { AccountId: accountId }),
  };
  if (names.length > 0 === (expression !== undefined)) {
    throw invalidWidget(`${path} must be either a metric or an expression`);
  }
  const query: MetricDataQuery =
    expression === undefined
      ? {
          ...labelled,
          MetricStat: { Metric: metricOf(names, path), Period: period ?? periodSeconds, Stat: wanted },
        }
      : { ...labelled, Expression: expression, Period: period ?? periodSeconds };
  return {
    query,
    visible: !options.has('visible') || options.flag('visible'),
    side: options.oneOf('yAxis', ['left', 'right']) ?? 'left',
    colour: options.text('color'),
    region: options.text('region'),
  };
}

/** The row without shorthands. */
function writtenOut(row: readonly Json[], before: readonly string[], path: string): string[] {
  const names = row.map((name) => {
    if (typeof name === 'string') return name;
    throw invalidWidget(`${path} must hold text`);
  });
  const at = names.indexOf('...');
  const repeated = Math.max(0, before.length - (names.length - 1));
  const all = at < 0 ? names : [...names.slice(0, at), ...Array(repeated).fill('.'), ...names.slice(at + 1)];
  return all.map((name, index) => {
    if (name !== '.') return name;
    const same = before[index];
    if (same === undefined) throw invalidWidget(`${path} repeats what is not there`);
    return same;
  });
}

function metricOf([Namespace, MetricName, ...rest]: readonly string[], path: string) {
  if (MetricName === undefined || rest.length % 2 !== 0) {
    throw invalidWidget(`${path} must have a namespace, a name, and values for its dimensions`);
  }
  const Dimensions = rest.flatMap((Name, index) =>
    index % 2 === 0 ? [{ Name, Value: rest[index + 1] as string }] : [],
  );
  return { Namespace: Namespace as string, MetricName, Dimensions };
}
