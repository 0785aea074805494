import { Fault } from '../../wire/index.ts';

/** Errors of CloudWatch Logs, in its words. @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/CommonErrors.html */

/** 400 for a value that cannot be. */
export const invalidParameter = (message: string): Fault =>
  new Fault('InvalidParameterException', 400, message);

export const groupNotFound = (): Fault =>
  new Fault('ResourceNotFoundException', 400, 'The specified log group does not exist.');

export const streamNotFound = (): Fault =>
  new Fault('ResourceNotFoundException', 400, 'The specified log stream does not exist.');

/** 400 for an ARN that is not one of a resource that has tags. */
export const resourceNotFound = (): Fault =>
  new Fault('ResourceNotFoundException', 400, 'The specified resource does not exist.');

export const groupExists = (): Fault =>
  new Fault('ResourceAlreadyExistsException', 400, 'The specified log group already exists');

export const streamExists = (): Fault =>
  new Fault('ResourceAlreadyExistsException', 400, 'The specified log stream already exists');

export const groupProtected = (): Fault =>
  new Fault(
    'ValidationException',
    400,
    'The specified log group cannot be deleted because deletion protection is enabled.',
  );

export const tooManyTags = (resourceName: string): Fault =>
  new Fault('TooManyTagsException', 400, 'A resource can have no more than 50 tags.', {
    members: { resourceName },
  });

export const nameAndIdentifier = (): Fault =>
  new Fault('ValidationException', 400, 'LogGroup name and LogGroup ARN are mutually exclusive parameters.');

export const noNameOrIdentifier = (): Fault =>
  new Fault('ValidationException', 400, 'LogGroup name or LogGroup ARN must be specified.');

export const invalidToken = (): Fault => invalidParameter('The specified nextToken is invalid.');

export const invalidFilterPattern = (): Fault => invalidParameter('Invalid filter pattern');

export const invalidCharacters = (characters: string): Fault =>
  invalidParameter(`Invalid character(s) in term '${characters}'`);

export const unclosedPattern = (start: string, end: string): Fault =>
  invalidParameter(`If a filter pattern starts with '${start}' it must end with '${end}'`);

/** 501 for what is not built. */
export const notImplemented = (what: string): Fault =>
  new Fault('NotImplemented', 501, `${what} is not implemented.`);
