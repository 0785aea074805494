/**
 * Why an expression cannot be evaluated: `invalid`, the fault of who wrote it; `not-built`, a function of CloudWatch's that is
 * not built here.
 */
export class MathsProblem extends Error {
  readonly kind: 'invalid' | 'not-built';

  constructor(message: string, kind: 'invalid' | 'not-built' = 'invalid') {
    super(message);
    this.name = 'MathsProblem';
    this.kind = kind;
  }
}

/** What CloudWatch says to text that it cannot read. */
export const invalidSyntax = (): MathsProblem => new MathsProblem('Invalid syntax');
