import { MathsProblem } from '../problem.ts';
import { eachPoint, withPoints } from '../series.ts';
import { everyPeriod, type Surroundings } from '../surroundings.ts';
import {
  allSeries,
  number,
  type Operand,
  oneSeries,
  overSeries,
  scalar,
  several,
  single,
  text,
  type Value,
} from '../values.ts';
import { ALONG_TIME } from './along-time.ts';
import { first, last, removeEmpty, slice, sort } from './arrange.ts';
import { CALENDAR } from './calendar.ts';
import { choose } from './choose.ts';
import { fill } from './fill.ts';
import { REDUCTIONS, reduce } from './reduce.ts';

/** A function of metric maths. */
interface MathsFunction {
  readonly least: number;
  readonly most: number;
  run(args: readonly Value[], surroundings: Surroundings): Operand;
}

const EACH_POINT = {
  ABS: Math.abs,
  CEIL: Math.ceil,
  FLOOR: Math.floor,
  LOG: Math.log,
  LOG10: Math.log10,
} as const;

const of = (
  least: number,
  most: number,
  run: (args: readonly [Value, ...Value[]], surroundings: Surroundings) => Operand,
): MathsFunction => ({ least, most, run: run as MathsFunction['run'] });

const entries = <Key extends string, From>(
  table: Readonly<Record<Key, From>>,
  make: (name: Key, from: From) => MathsFunction,
): [string, MathsFunction][] =>
  Object.entries(table).map(([name, from]) => [name, make(name as Key, from as From)]);

const FUNCTIONS: ReadonlyMap<string, MathsFunction> = new Map([
  ...entries(REDUCTIONS, (name, reduction) => of(1, 1, ([value]) => reduce(reduction, value, name))),
  ...entries(EACH_POINT, (name, to) =>
    of(1, 1, ([value]) =>
      value.kind === 'scalar'
        ? scalar(to(value.value))
        : overSeries(value, (series) => eachPoint(series, to), name),
    ),
  ),
  ...entries(ALONG_TIME, (name, step) =>
    of(1, 1, ([value], surroundings) => overSeries(value, (series) => step(series, surroundings), name)),
  ),
  ...entries(CALENDAR, (name, at) =>
    of(1, 1, ([value], surroundings) =>
      overSeries(value, (series) => withPoints(series, everyPeriod(surroundings, series.periodMs, at)), name),
    ),
  ),
  ['FILL', of(2, 2, ([value, filler], surroundings) => fill(value, filler as Value, surroundings))],
  ['FIRST', of(1, 1, ([value]) => first(value))],
  ['IF', of(2, 3, ([condition, then, otherwise]) => choose(condition, then as Value, otherwise))],
  ['LAST', of(1, 1, ([value]) => last(value))],
  ['METRIC_COUNT', of(1, 1, ([value]) => scalar(allSeries(value, 'METRIC_COUNT').length))],
  ['METRICS', { least: 0, most: 1, run: metricsOf }],
  [
    'PERIOD',
    of(1, 1, ([value], { timeScale }) => scalar((oneSeries(value, 'PERIOD').periodMs / 1000) * timeScale)),
  ],
  ['REMOVE_EMPTY', of(1, 1, ([value]) => removeEmpty(value))],
  ['SEARCH', of(2, 3, searchOf)],
  ['SLICE', of(2, 3, slice)],
  ['SORT', of(3, 4, sort)],
  ['TIME_SERIES', of(1, 1, ([value], surroundings) => single(constant(value, surroundings)))],
]);

/** Functions that CloudWatch has and Postern has not. */
const NOT_BUILT = new Set([
  'ANOMALY_DETECTION_BAND',
  'DB_PERF_INSIGHTS',
  'INSIGHT_RULE_METRIC',
  'LAMBDA',
  'SERVICE_QUOTA',
]);

/** Calls the function of that name. @throws MathsProblem when there is none, or it does not take these arguments */
export function call(name: string, args: readonly Value[], surroundings: Surroundings): Operand {
  const found = functionNamed(name);
  if (args.length < found.least || args.length > found.most) throw wrongCount(name);
  return found.run(args, surroundings);
}

/** Makes sure that there is a function of that name which takes so many arguments. @throws MathsProblem otherwise */
export function checkCall(name: string, count: number): void {
  const found = functionNamed(name);
  if (count < found.least || count > found.most) throw wrongCount(name);
}

function functionNamed(name: string): MathsFunction {
  const found = FUNCTIONS.get(name);
  if (found) return found;
  if (NOT_BUILT.has(name)) throw new MathsProblem(`${name} in an expression`, 'not-built');
  throw new MathsProblem(`Function '${name}' not found`);
}

const wrongCount = (name: string): MathsProblem =>
  new MathsProblem(`Invalid number of arguments for function '${name}'`);

function metricsOf(args: readonly Value[], surroundings: Surroundings): Operand {
  const part = args[0] === undefined ? '' : text(args[0], 'METRICS');
  return several(surroundings.metrics().flatMap(({ id, series }) => (id.includes(part) ? series : [])));
}

function searchOf([query, statistic, period]: readonly Value[], surroundings: Surroundings): Operand {
  return several(
    surroundings.search({
      query: text(query as Value, 'SEARCH'),
      statistic: text(statistic as Value, 'SEARCH'),
      periodSeconds: period === undefined ? undefined : number(period, 'SEARCH'),
    }),
  );
}

function constant(value: Value, surroundings: Surroundings) {
  const wanted = number(value, 'TIME_SERIES');
  const { periodMs } = surroundings;
  const points = everyPeriod(surroundings, periodMs, () => wanted);
  return withPoints({ label: 'TIME_SERIES', periodMs, points: [] }, points);
}
