import { Fault } from '../../wire/index.ts';

/** A value that fails validation in a way no constraint of the model tells. */
export const validationError = (message: string): Fault => new Fault('ValidationError', 400, message);

/** The caller may not. */
export const accessDenied = (message: string): Fault => new Fault('AccessDenied', 403, message);

/** A session policy is none, in the parser's words. */
export const malformedPolicy = (message: string): Fault => new Fault('MalformedPolicyDocument', 400, message);

/** Session policies and tags together are too long. */
export const packedPolicyTooLarge = (percent: number): Fault =>
  new Fault(
    'PackedPolicyTooLarge',
    400,
    `Packed size of session tags consumes ${percent}% of allotted space.`,
  );
