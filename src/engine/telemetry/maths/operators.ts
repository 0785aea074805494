import type { BinaryOperator } from './expression.ts';
import { MathsProblem } from './problem.ts';
import { type TimeSeries, eachPoint, timesOf, valuesByTime, withPoints } from './series.ts';
import { type Operand, scalar, several, single, typeName } from './values.ts';

const bit = (truth: boolean): number => (truth ? 1 : 0);

const COMPUTE: Readonly<Record<BinaryOperator, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => (right === 0 ? Number.NaN : left / right),
  '^': (left, right) => left ** right,
  '==': (left, right) => bit(left === right),
  '!=': (left, right) => bit(left !== right),
  '<': (left, right) => bit(left < right),
  '<=': (left, right) => bit(left <= right),
  '>': (left, right) => bit(left > right),
  '>=': (left, right) => bit(left >= right),
  AND: (left, right) => bit(left !== 0 && right !== 0),
  OR: (left, right) => bit(left !== 0 || right !== 0),
};

/**
 * Puts two operands together. Where only one of two series has a value, the other one counts as zero; a point whose value would be no
 * number, such as a quotient by zero, is dropped.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export function combine(operator: BinaryOperator, left: Operand, right: Operand): Operand {
  const compute = COMPUTE[operator];
  if (left.kind === 'array' && right.kind === 'array') {
    const types = `'[${typeName(left)}, ${typeName(right)}]'`;
    throw new MathsProblem(`Unsupported operand type(s) for ${operator}: ${types}`);
  }
  if (left.kind === 'array')
    return several(left.series.map((one) => seriesOf(combine(operator, single(one), right))));
  if (right.kind === 'array')
    return several(right.series.map((one) => seriesOf(combine(operator, left, single(one)), one.label)));
  if (left.kind === 'scalar') {
    if (right.kind === 'scalar') return scalar(compute(left.value, right.value));
    return single(eachPoint(right.series, (value) => compute(left.value, value)));
  }
  if (right.kind === 'scalar') return single(eachPoint(left.series, (value) => compute(value, right.value)));
  return single(pointwise(left.series, right.series, compute));
}

/** The same with every value's sign turned. */
export const negate = (value: Operand): Operand => combine('*', value, scalar(-1));

function seriesOf(value: Operand, label?: string): TimeSeries {
  const { series } = value as Extract<Operand, { kind: 'series' }>;
  return label === undefined ? series : { ...series, label };
}

function pointwise(
  left: TimeSeries,
  right: TimeSeries,
  compute: (left: number, right: number) => number,
): TimeSeries {
  const lefts = valuesByTime(left);
  const rights = valuesByTime(right);
  const points = timesOf([left, right]).map((startMs) => ({
    startMs,
    value: compute(lefts.get(startMs) ?? 0, rights.get(startMs) ?? 0),
  }));
  return withPoints({ ...left, periodMs: Math.max(left.periodMs, right.periodMs) }, points);
}
