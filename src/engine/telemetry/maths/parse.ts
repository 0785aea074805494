import type { BinaryOperator, Expression } from './expression.ts';
import { invalidSyntax, MathsProblem } from './problem.ts';
import { type Token, tokensOf } from './tokens.ts';

/** From those that bind least to those that bind most; `^` binds more, to the right. */
const LEVELS: readonly Readonly<Record<string, BinaryOperator>>[] = [
  { OR: 'OR', '||': 'OR' },
  { AND: 'AND', '&&': 'AND' },
  { '==': '==', '!=': '!=', '<': '<', '<=': '<=', '>': '>', '>=': '>=' },
  { '+': '+', '-': '-' },
  { '*': '*', '/': '/' },
];

/** How deep expressions may be nested: deeper ones are nobody's, and would end the stack. */
const MOST_NESTED = 100;

/**
 * Reads a metric-maths expression.
 * @throws MathsProblem when it is none
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export function parseExpression(source: string): Expression {
  if (/^\s*SELECT\s/i.test(source)) throw new MathsProblem('Metrics Insights queries', 'not-built');
  const parser = new Parser(tokensOf(source));
  const expression = parser.level(0);
  if (!parser.atEnd) throw invalidSyntax();
  return expression;
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get atEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  level(level: number): Expression {
    const operators = LEVELS[level];
    if (!operators) return this.#unary();
    if (++this.#depth > MOST_NESTED * LEVELS.length) throw invalidSyntax();
    let left = this.level(level + 1);
    for (;;) {
      const name = spelling(this.#tokens[this.#at]);
      const operator = Object.hasOwn(operators, name) ? operators[name] : undefined;
      if (!operator) break;
      this.#at++;
      left = { kind: 'binary', operator, left, right: this.level(level + 1) };
    }
    this.#depth--;
    return left;
  }

  #unary(): Expression {
    let minus = false;
    while (this.#skip('-')) minus = !minus;
    const of = this.#power();
    return minus ? { kind: 'minus', of } : of;
  }

  #power(): Expression {
    const left = this.#primary();
    return this.#skip('^') ? { kind: 'binary', operator: '^', left, right: this.#unary() } : left;
  }

  #primary(): Expression {
    const token = this.#tokens[this.#at++];
    switch (token?.kind) {
      case 'number':
      case 'text':
      case 'id':
        return token;
      case 'word':
        return this.#skip('(')
          ? { kind: 'call', name: token.word, args: this.#list(')') }
          : { kind: 'word', word: token.word };
      case 'sign':
        if (token.sign === '[') return { kind: 'array', elements: this.#list(']') };
        if (token.sign === '(') {
          const inner = this.level(0);
          this.#expect(')');
          return inner;
        }
    }
    throw invalidSyntax();
  }

  #list(end: string): Expression[] {
    const list: Expression[] = [];
    if (this.#skip(end)) return list;
    do list.push(this.level(0));
    while (this.#skip(','));
    this.#expect(end);
    return list;
  }

  #skip(sign: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'sign' || token.sign !== sign) return false;
    this.#at++;
    return true;
  }

  #expect(sign: string): void {
    if (!this.#skip(sign)) throw invalidSyntax();
  }
}

const spelling = (token: Token | undefined): string =>
  token?.kind === 'sign' ? token.sign : token?.kind === 'word' ? token.word : '';
