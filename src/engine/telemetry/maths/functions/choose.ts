import { type TimeSeries, timesOf, valuesByTime, withPoints } from '../series.ts';
import { type Operand, scalar, single, type Value } from '../values.ts';
import { MathsProblem } from '../problem.ts';

/** A number or one series. */
type Plain = Extract<Operand, { kind: 'scalar' | 'series' }>;

/**
 * `IF(condition, then, otherwise)`, time by time. Where the condition holds and `then` has no value, it is 0; where it does not hold and
 * `otherwise` has none, there is none.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html Using IF expressions
 */
export function choose(conditionValue: Value, thenValue: Value, otherwiseValue: Value | undefined): Operand {
  const condition = plain(conditionValue);
  const then = plain(thenValue);
  const otherwise = otherwiseValue && plain(otherwiseValue);
  if (condition.kind === 'scalar') return chosenWhole(condition.value !== 0, then, otherwise);
  const atThen = reader(then);
  const atOtherwise = otherwise ? reader(otherwise) : () => undefined;
  const points = condition.series.points.flatMap(({ startMs, value: truth }) => {
    const value = truth === 0 ? atOtherwise(startMs) : (atThen(startMs) ?? 0);
    return value === undefined ? [] : { startMs, value };
  });
  return single(withPoints(condition.series, points));
}

function chosenWhole(truth: boolean, then: Plain, otherwise: Plain | undefined): Operand {
  const chosen = truth ? then : otherwise;
  const other = truth ? otherwise : then;
  if (!chosen) return other?.kind === 'series' ? single({ ...other.series, points: [] }) : scalar(Number.NaN);
  if (chosen.kind === 'series' || other?.kind !== 'series') return chosen;
  // A number stands for itself at every time that the series has.
  const constant = chosen.value;
  const points = timesOf([other.series]).map((startMs) => ({ startMs, value: constant }));
  return single(withPoints(other.series, points));
}

function plain(value: Value): Plain {
  if (value.kind === 'scalar' || value.kind === 'series') return value;
  throw new MathsProblem(`Invalid argument type for IF: an argument must be a time series or a number`);
}

function reader(value: Plain): (startMs: number) => number | undefined {
  if (value.kind === 'scalar') return () => value.value;
  const values = valuesByTime(value.series as TimeSeries);
  return (startMs) => values.get(startMs);
}
