import { type Expression, partsOf } from './expression.ts';
import { together } from './functions/arrange.ts';
import { call, checkCall } from './functions/table.ts';
import { combine, negate } from './operators.ts';
import { MathsProblem } from './problem.ts';
import type { Surroundings } from './surroundings.ts';
import { type Operand, operand, type Value } from './values.ts';

/**
 * What an expression is in its surroundings.
 * @throws MathsProblem when it cannot be evaluated
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export const evaluateExpression = (expression: Expression, surroundings: Surroundings): Operand =>
  operand(valueOf(expression, surroundings), 'an expression');

/** Makes sure, without any data, that every function it calls is there and that it takes so many arguments. @throws MathsProblem */
export function checkExpression(expression: Expression): void {
  for (const part of partsOf(expression)) if (part.kind === 'call') checkCall(part.name, part.args.length);
}

function valueOf(expression: Expression, surroundings: Surroundings): Value {
  switch (expression.kind) {
    case 'number':
      return { kind: 'scalar', value: expression.value };
    case 'text':
    case 'word':
      return expression;
    case 'id': {
      const found = surroundings.lookUp(expression.id);
      if (found) return found;
      throw new MathsProblem(`Undefined variable '${expression.id}'`);
    }
    case 'array':
      return together(expression.elements.map((element) => valueOf(element, surroundings)));
    case 'call':
      return call(
        expression.name,
        expression.args.map((arg) => valueOf(arg, surroundings)),
        surroundings,
      );
    case 'minus':
      return negate(operand(valueOf(expression.of, surroundings), '-'));
    case 'binary': {
      const { operator } = expression;
      const left = operand(valueOf(expression.left, surroundings), operator);
      return combine(operator, left, operand(valueOf(expression.right, surroundings), operator));
    }
  }
}
