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

/** An alarm that is not there; AWS says nothing else of it. */
export const noSuchAlarm = (): Fault => new Fault('ResourceNotFound', 404, 'Unknown');

/** What cannot be tagged because it is not there. */
export const notTaggable = (arn: string): Fault =>
  new Fault('ResourceNotFoundException', 404, `${arn} does not exist`, {
    members: { ResourceType: arn.split(':')[5] ?? '', ResourceId: arn.split(':').slice(6).join(':') },
  });

export const limitExceeded = (message: string): Fault => new Fault('LimitExceededFault', 400, message);

export const invalidFormat = (message: string): Fault => new Fault('InvalidFormatFault', 400, message);
