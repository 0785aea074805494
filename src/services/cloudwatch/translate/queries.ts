import type { MetricDataQuery, MetricStat } from '@aws-sdk/client-cloudwatch';
import {
  checkExpression,
  type DataQuery,
  type Expression,
  idsIn,
  MathsProblem,
  parseExpression,
  parseStatistic,
} from '../../../engine/telemetry/index.ts';
import { notImplemented, validation } from '../faults.ts';
import type { Fault } from '../../../wire/index.ts';
import { metricNamed, type Owner } from './metric.ts';
import { isPeriod } from './period.ts';

/** What queries are read for. */
export interface QuerySetting {
  readonly owner: Owner;
  readonly timeScale: number;
  /** How messages call the queries, e.g. `MetricDataQueries`. */
  readonly path: string;
}

/**
 * The queries of a request as the engine takes them.
 * @throws Fault of what CloudWatch does not take, 501 of functions that are not built
 */
export function dataQueries(queries: readonly MetricDataQuery[], setting: QuerySetting): DataQuery[] {
  const ids = new Set(queries.map(({ Id }) => Id));
  if (ids.size < queries.length) {
    throw validation(`The values for parameter id in ${setting.path} are not unique.`);
  }
  const read = queries.map((query, index) =>
    dataQuery(query, `${setting.path}.member.${index + 1}`, setting),
  );
  for (const query of read) {
    const missing = query.kind === 'expression' && idsIn(query.expression).find((id) => !ids.has(id));
    if (missing) throw mathsFault(query.id, new MathsProblem(`Undefined variable '${missing}'`));
  }
  return read;
}

/** What the caller is told of an expression that cannot be evaluated. */
export const mathsFault = (id: string, problem: MathsProblem): Fault =>
  problem.kind === 'not-built'
    ? notImplemented(problem.message)
    : validation(`Error in expression '${id}': ${problem.message}`);

function dataQuery(query: MetricDataQuery, path: string, setting: QuerySetting): DataQuery {
  const { Id: id = '', MetricStat: stat, Expression, AccountId } = query;
  if (!/^[a-z][A-Za-z0-9_]*$/.test(id)) {
    throw validation(
      `The value ${id} for parameter ${path}.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`,
    );
  }
  if (stat && Expression !== undefined) {
    throw validation(
      `The parameters ${path}.MetricStat and ${path}.Expression are mutually exclusive and you have specified both.`,
    );
  }
  if (AccountId !== undefined && AccountId !== setting.owner.account) {
    throw notImplemented('Reading the metrics of other accounts');
  }
  if (stat) return metricQuery(id, stat, query.Label, path, setting);
  if (Expression === undefined)
    throw validation(`Either ${path}.MetricStat or ${path}.Expression must be specified.`);
  checkPeriod(query.Period, `${path}.Period`, setting.timeScale);
  return {
    id,
    kind: 'expression',
    expression: readExpression(id, Expression),
    ...(query.Period !== undefined && { periodSeconds: query.Period }),
  };
}

function metricQuery(
  id: string,
  stat: MetricStat,
  label: string | undefined,
  path: string,
  { owner, timeScale }: QuerySetting,
): DataQuery {
  const { Metric = {}, Stat = '', Period = 0, Unit } = stat;
  if (!parseStatistic(Stat)) {
    throw validation(`The value ${Stat} for parameter ${path}.MetricStat.Stat is not a valid statistic.`);
  }
  checkPeriod(Period, `${path}.MetricStat.Period`, timeScale);
  return {
    id,
    kind: 'metric',
    metric: metricNamed(owner, Metric),
    stat: Stat,
    periodSeconds: Period,
    ...(Unit !== undefined && { unit: Unit }),
    ...(label !== undefined && { label }),
  };
}

function checkPeriod(period: number | undefined, path: string, timeScale: number): void {
  if (period === undefined || isPeriod(period, timeScale)) return;
  throw validation(`The parameter ${path} must be a multiple of 60.`);
}

function readExpression(id: string, text: string): Expression {
  try {
    const expression = parseExpression(text);
    checkExpression(expression);
    return expression;
  } catch (error) {
    throw error instanceof MathsProblem ? mathsFault(id, error) : error;
  }
}
