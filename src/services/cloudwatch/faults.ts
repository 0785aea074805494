import { Fault } from '../../wire/index.ts';

/** Errors of CloudWatch, in its words; the wire turns their names into each protocol's. */

/** `InvalidParameterValue` in Query. */
export const invalidValue = (message: string): Fault =>
  new Fault('InvalidParameterValueException', 400, message);

/** `InvalidParameterCombination` in Query. */
export const invalidCombination = (message: string): Fault =>
  new Fault('InvalidParameterCombinationException', 400, message);

/** `MissingParameter` in Query. */
export const missing = (name: string): Fault =>
  new Fault('MissingRequiredParameterException', 400, `The parameter ${name} is required.`);

/** `ValidationError` in Query. */
export const validation = (message: string): Fault => new Fault('ValidationException', 400, message);

export const exclusive = (one: string, other: string): Fault =>
  invalidCombination(
    `The parameters ${one} and ${other} are mutually exclusive and you have specified both.`,
  );

export const invalidToken = (): Fault => new Fault('InvalidNextToken', 400, 'The token is not valid.');

/** 501 for what is not built. */
export const notImplemented = (what: string): Fault =>
  new Fault('NotImplemented', 501, `${what} is not implemented.`);
