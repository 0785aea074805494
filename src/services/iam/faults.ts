import { Fault } from '../../wire/index.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html */
export const noSuchEntity = (message: string): Fault => new Fault('NoSuchEntity', 404, message);

/** The thing of that kind and name is not there. */
export const notFound = (kind: string, name: string): Fault =>
  noSuchEntity(`The ${kind} with name ${name} cannot be found.`);

/** A managed policy is not there. */
export const policyNotFound = (arn: string): Fault => noSuchEntity(`Policy ${arn} was not found.`);

/** A managed policy that is to be attached is not there. */
export const policyNotAttachable = (arn: string): Fault =>
  noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);

/** A policy that should be attached is not. */
export const notAttached = (arn: string): Fault => noSuchEntity(`Policy ${arn} was not found.`);

/** A version of a managed policy is not there. */
export const versionNotFound = (arn: string, versionId: string): Fault =>
  noSuchEntity(`Policy ${arn} version ${versionId} does not exist or is not attachable.`);

/** The name is taken. */
export const alreadyExists = (message: string): Fault => new Fault('EntityAlreadyExists', 409, message);

/** It still has something that must go first. */
export const deleteConflict = (message: string): Fault => new Fault('DeleteConflict', 409, message);

/** A quota is reached. */
export const limitExceeded = (message: string): Fault => new Fault('LimitExceeded', 409, message);

/** A quota of so many of a kind is reached. */
export const quotaExceeded = (quota: string, limit: number): Fault =>
  limitExceeded(`Cannot exceed quota for ${quota}: ${limit}`);

/** A policy document is not one, in the parser's words. */
export const malformedPolicy = (message: string): Fault => new Fault('MalformedPolicyDocument', 400, message);

/** A value AWS refuses beyond its constraints. */
export const invalidInput = (message: string): Fault => new Fault('InvalidInput', 400, message);

/** A value that fails validation in a way no constraint of the model tells. */
export const validationError = (message: string): Fault => new Fault('ValidationError', 400, message);

/** Only the service a role is linked to may change it. */
export const unmodifiable = (roleName: string): Fault =>
  new Fault(
    'UnmodifiableEntity',
    400,
    `Cannot perform the operation on the protected role '${roleName}' - this role is only modifiable by AWS`,
  );

/** AWS's own policies cannot be changed. */
export const awsManaged = (): Fault =>
  new Fault('AccessDenied', 403, 'Cannot perform the operation on AWS managed policies');
