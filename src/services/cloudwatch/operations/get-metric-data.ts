import type { MessageData, MetricDataResult } from '@aws-sdk/client-cloudwatch';
import { MathsProblem, Queries, type Point } from '../../../engine/telemetry/index.ts';
import type { CloudWatchContext, CloudWatchOperation } from '../context.ts';
import { invalidToken, validation } from '../faults.ts';
import { MOST_DATAPOINTS, MOST_QUERIES } from '../limits.ts';
import { labelledSeries, type LabelledSeries } from '../translate/answers.ts';
import { dataQueries, mathsFault } from '../translate/queries.ts';

type Input = Parameters<CloudWatchOperation<'GetMetricData'>>[0];

/** Where a page ended: after this time in this series of this query. */
type Place = readonly [query: number, series: number, afterMs: number];

/**
 * Series of statistics and of what metric maths makes of them, in pages by number of points.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 */
export const getMetricData: CloudWatchOperation<'GetMetricData'> = async (input, context) => {
  const asked = checked(input, context);
  const ascending = input.ScanBy === 'TimestampAscending';
  const place = input.NextToken === undefined ? undefined : readToken(input.NextToken);
  let left = Math.min(input.MaxDatapoints ?? MOST_DATAPOINTS, MOST_DATAPOINTS);
  const results: MetricDataResult[] = [];
  for (let index = place?.[0] ?? 0; index < asked.length; index++) {
    const found = (asked[index] as Asked)();
    const begun = index === place?.[0] ? place : undefined;
    for (let one = begun?.[1] ?? 0; one < found.length; one++) {
      const series = found[one] as LabelledSeries;
      const from = begun?.[1] === one ? begun[2] : start(ascending);
      const rest = inOrder(series.points, ascending).filter(isBeyond(from, ascending));
      const page = rest.slice(0, left);
      left -= page.length;
      const whole = page.length === rest.length;
      results.push(result(series, page, whole));
      const last = index === asked.length - 1 && one === found.length - 1;
      if (whole && (left > 0 || last)) continue;
      const next: Place = whole
        ? [index, one + 1, start(ascending)]
        : [index, one, page.at(-1)?.startMs ?? from];
      return { MetricDataResults: results, NextToken: writeToken(next), Messages: [] };
    }
    await new Promise(setImmediate);
  }
  return { MetricDataResults: results, Messages: [] };
};

/** Evaluates one query. */
type Asked = () => readonly LabelledSeries[];

/** The queries whose data is wanted. */
function checked(input: Input, { clock, metrics, timeScale, call }: CloudWatchContext): Asked[] {
  const { MetricDataQueries, StartTime, EndTime, MaxDatapoints } = input;
  if (MetricDataQueries.length === 0) throw validation('The collection MetricDataQueries must not be empty.');
  if (MetricDataQueries.length > MOST_QUERIES) {
    throw validation(`The collection MetricDataQueries must not have a size greater than ${MOST_QUERIES}.`);
  }
  if (StartTime.getTime() === EndTime.getTime()) {
    throw validation('The parameter StartTime must not equal parameter EndTime.');
  }
  if (StartTime > EndTime)
    throw validation('The parameter StartTime must be less than the parameter EndTime.');
  if (MaxDatapoints !== undefined && MaxDatapoints < 1) {
    throw validation('The parameter MaxDatapoints must be greater than 0.');
  }
  const timezone = input.LabelOptions?.Timezone ?? '+0000';
  if (!/^[+-]\d{4}$/.test(timezone))
    throw validation(`The value ${timezone} for parameter LabelOptions.Timezone is invalid.`);
  const queries = dataQueries(MetricDataQueries, { owner: call, timeScale, path: 'MetricDataQueries' });
  const range = { fromMs: StartTime.getTime(), toMs: EndTime.getTime() };
  const { account, region } = call;
  const all = new Queries({ metrics, clock, account, region }, queries, range);
  const wanted = MetricDataQueries.filter(({ ReturnData }) => ReturnData !== false);
  const shown = queries.filter(({ id }) => wanted.some(({ Id }) => Id === id));
  return shown.map((query, index) => () => {
    try {
      return labelledSeries(query, all.answer(query.id), wanted[index]?.Label, { among: shown, timezone });
    } catch (error) {
      throw error instanceof MathsProblem ? mathsFault(query.id, error) : error;
    }
  });
}

const inOrder = (points: readonly Point[], ascending: boolean): readonly Point[] =>
  ascending ? points : points.toReversed();

const isBeyond =
  (afterMs: number, ascending: boolean) =>
  ({ startMs }: Point): boolean =>
    ascending ? startMs > afterMs : startMs < afterMs;

/** A time before all others in the order of the scan. */
const start = (ascending: boolean): number => (ascending ? -1 : Number.MAX_SAFE_INTEGER);

function result(series: LabelledSeries, points: readonly Point[], whole: boolean): MetricDataResult {
  const Value = `Multiple units returned: '[${series.units?.join(', ')}]'`;
  const Messages: MessageData[] = series.units ? [{ Code: 'MultipleUnits', Value }] : [];
  return {
    Id: series.id,
    Label: series.label,
    Timestamps: points.map(({ startMs }) => new Date(startMs)),
    Values: points.map(({ value }) => value),
    StatusCode: whole ? 'Complete' : 'PartialData',
    ...(Messages.length > 0 && { Messages }),
  };
}

const writeToken = (place: Place): string => Buffer.from(JSON.stringify(place)).toString('base64url');

function readToken(token: string): Place {
  try {
    const [query, series, afterMs] = JSON.parse(Buffer.from(token, 'base64url').toString());
    const whole = [query, series, afterMs].every(Number.isSafeInteger) && query >= 0 && series >= 0;
    if (whole) return [query, series, afterMs];
  } catch {
    // not one of ours
  }
  throw invalidToken();
}
