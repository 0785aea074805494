/** How two operands are put together. */
export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '^'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'AND'
  | 'OR';

/** An expression as it was read. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly text: string }
  /** The id of a metric or of another expression. */
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'array'; readonly elements: readonly Expression[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'minus'; readonly of: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    };

/** Every part of an expression, itself first. */
export function* partsOf(expression: Expression): Generator<Expression> {
  yield expression;
  for (const child of childrenOf(expression)) yield* partsOf(child);
}

function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'array':
      return expression.elements;
    case 'call':
      return expression.args;
    case 'minus':
      return [expression.of];
    case 'binary':
      return [expression.left, expression.right];
    default:
      return [];
  }
}

/** The ids that an expression names, each once. */
export const idsIn = (expression: Expression): string[] => [
  ...new Set([...partsOf(expression)].flatMap((part) => (part.kind === 'id' ? part.id : []))),
];

/** Whether an expression calls a function of that name. */
export const calls = (expression: Expression, name: string): boolean =>
  [...partsOf(expression)].some((part) => part.kind === 'call' && part.name === name);
