import type { MessageData, MetricDataQuery, MetricDataResult, MetricStat } from '@aws-sdk/client-cloudwatch';
import {
  evaluateStatistic,
  needsDistribution,
  parseStatistic,
  type Statistic,
} from '../../../engine/telemetry/index.ts';
import type { CloudWatchContext, CloudWatchOperation } from '../context.ts';
import { invalidToken, notImplemented, validation } from '../faults.ts';
import { MOST_DATAPOINTS, MOST_QUERIES } from '../limits.ts';
import { differences, labelOf } from '../translate/label.ts';
import { metricNamed } from '../translate/metric.ts';
import { isPeriod } from '../translate/period.ts';
import { firstOfUnits } from '../translate/units.ts';

type Input = Parameters<CloudWatchOperation<'GetMetricData'>>[0];

/** A query that can be answered. */
interface Query {
  readonly id: string;
  readonly stat: MetricStat;
  readonly statistic: Statistic;
  readonly label: string | undefined;
}

interface Point {
  readonly startMs: number;
  readonly value: number;
}

/** Where a page ended: after this time in the series of this query. */
type Place = readonly [query: number, afterMs: number];

/**
 * Series of statistics, in pages by number of points. Expressions are not built.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 */
export const getMetricData: CloudWatchOperation<'GetMetricData'> = async (input, context) => {
  const queries = checked(input, context);
  const timezone = input.LabelOptions?.Timezone ?? '+0000';
  if (!/^[+-]\d{4}$/.test(timezone))
    throw validation(`The value ${timezone} for parameter LabelOptions.Timezone is invalid.`);
  const ascending = input.ScanBy === 'TimestampAscending';
  const differ = differences(queries.map(({ stat }) => stat));
  const [first, afterMs] = input.NextToken === undefined ? [0, undefined] : readToken(input.NextToken);
  let left = Math.min(input.MaxDatapoints ?? MOST_DATAPOINTS, MOST_DATAPOINTS);
  const results: MetricDataResult[] = [];
  for (let index = first; index < queries.length; index++) {
    const query = queries[index] as Query;
    const { points, messages } = readSeries(query, input, context);
    const label = labelOf({ ...query, points }, differ, timezone, context.call);
    if (!ascending) points.reverse();
    const from =
      index === first && afterMs !== undefined ? points.findIndex(isBeyond(afterMs, ascending)) : 0;
    const rest = from < 0 ? [] : points.slice(from);
    const page = rest.slice(0, left);
    left -= page.length;
    const whole = page.length === rest.length;
    results.push(result(query.id, label, page, messages, whole));
    const more = whole ? left === 0 && index < queries.length - 1 : true;
    if (more) {
      const last = page.at(-1)?.startMs;
      const place: Place =
        whole || last === undefined ? [whole ? index + 1 : index, start(ascending)] : [index, last];
      return { MetricDataResults: results, NextToken: writeToken(place), Messages: [] };
    }
    await new Promise(setImmediate);
  }
  return { MetricDataResults: results, Messages: [] };
};

function checked(input: Input, { call }: CloudWatchContext): Query[] {
  const { MetricDataQueries, StartTime, EndTime } = input;
  if (MetricDataQueries.length === 0) throw validation('The collection MetricDataQueries must not be empty.');
  if (MetricDataQueries.length > MOST_QUERIES) {
    throw validation(`The collection MetricDataQueries must not have a size greater than ${MOST_QUERIES}.`);
  }
  if (StartTime.getTime() === EndTime.getTime()) {
    throw validation('The parameter StartTime must not equal parameter EndTime.');
  }
  if (StartTime > EndTime)
    throw validation('The parameter StartTime must be less than the parameter EndTime.');
  if (input.MaxDatapoints !== undefined && input.MaxDatapoints < 1) {
    throw validation('The parameter MaxDatapoints must be greater than 0.');
  }
  if (new Set(MetricDataQueries.map(({ Id }) => Id)).size < MetricDataQueries.length) {
    throw validation('The values for parameter id in MetricDataQueries are not unique.');
  }
  const wanted = MetricDataQueries.map((query, index) => ({ query, index }));
  return wanted.flatMap(({ query, index }) => {
    const read = readQuery(query, `MetricDataQueries.member.${index + 1}`, call.account);
    return query.ReturnData === false ? [] : [read];
  });
}

function readQuery(query: MetricDataQuery, path: string, account: string): Query {
  const { Id = '', MetricStat: stat, Expression, Label, AccountId } = query;
  if (!/^[a-z][A-Za-z0-9_]*$/.test(Id)) {
    throw validation(
      `The value ${Id} for parameter ${path}.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`,
    );
  }
  if (stat && Expression !== undefined) {
    throw validation(
      `The parameters ${path}.MetricStat and ${path}.Expression are mutually exclusive and you have specified both.`,
    );
  }
  if (Expression !== undefined) throw notImplemented('GetMetricData with an Expression');
  if (!stat) throw validation(`Either ${path}.MetricStat or ${path}.Expression must be specified.`);
  if (AccountId !== undefined && AccountId !== account) {
    throw notImplemented('GetMetricData across accounts');
  }
  const statistic = parseStatistic(stat.Stat ?? '');
  if (!statistic)
    throw validation(
      `The value ${stat.Stat} for parameter ${path}.MetricStat.Stat is not a valid statistic.`,
    );
  if (!isPeriod(stat.Period ?? 0)) {
    throw validation(`The parameter ${path}.MetricStat.Period must be a multiple of 60.`);
  }
  return { id: Id, stat, statistic, label: Label };
}

/** The points of a query in order of time; where values came in several units, those in one of them, with a message that says so. */
function readSeries(
  { stat, statistic }: Query,
  { StartTime, EndTime }: Input,
  { metrics, call }: CloudWatchContext,
): { points: Point[]; messages: MessageData[] } {
  const series = metrics.read({
    metric: metricNamed(call, stat.Metric ?? {}),
    fromMs: StartTime.getTime(),
    toMs: EndTime.getTime(),
    periodSeconds: stat.Period as number,
    ...(stat.Unit && { unit: stat.Unit }),
    distributions: needsDistribution(statistic),
  });
  const chosen = firstOfUnits(series);
  const points = (chosen?.points ?? []).flatMap(({ startMs, window }): Point[] => {
    const value = evaluateStatistic(statistic, window);
    return value === undefined ? [] : [{ startMs, value }];
  });
  const units = series.map(({ unit }) => unit).sort();
  const Value = `Multiple units returned: '[${units.join(', ')}]'`;
  return { points, messages: units.length > 1 ? [{ Code: 'MultipleUnits', Value }] : [] };
}

const isBeyond =
  (afterMs: number, ascending: boolean) =>
  ({ startMs }: Point): boolean =>
    ascending ? startMs > afterMs : startMs < afterMs;

/** A time before all others in the order of the scan. */
const start = (ascending: boolean): number => (ascending ? -1 : Number.MAX_SAFE_INTEGER);

const result = (
  Id: string,
  Label: string,
  points: readonly Point[],
  Messages: MessageData[],
  whole: boolean,
): MetricDataResult => ({
  Id,
  Label,
  Timestamps: points.map(({ startMs }) => new Date(startMs)),
  Values: points.map(({ value }) => value),
  StatusCode: whole ? 'Complete' : 'PartialData',
  ...(Messages.length > 0 && { Messages }),
});

const writeToken = (place: Place): string => Buffer.from(JSON.stringify(place)).toString('base64url');

function readToken(token: string): Place {
  try {
    const [query, afterMs] = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (Number.isSafeInteger(query) && query >= 0 && Number.isSafeInteger(afterMs)) return [query, afterMs];
  } catch {
    // not one of ours
  }
  throw invalidToken();
}
