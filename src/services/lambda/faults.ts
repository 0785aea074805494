import { Fault } from '../../wire/index.ts';

const user = { members: { Type: 'User' } };

/** A value that fails in a way no constraint of the model tells. */
export const invalid = (message: string): Fault =>
  new Fault('InvalidParameterValueException', 400, message, user);

/** In the words of a constraint of the model. */
export const validation = (message: string): Fault => new Fault('ValidationException', 400, message);

export const notImplemented = (what: string): Fault =>
  new Fault('NotImplemented', 501, `${what} is not implemented.`);

export const notFound = (message: string): Fault =>
  new Fault('ResourceNotFoundException', 404, message, user);

export const functionNotFound = (arn: string): Fault => notFound(`Function not found: ${arn}`);

export const aliasNotFound = (arn: string): Fault => notFound(`Cannot find alias arn: ${arn}`);

export const layerNotFound = (): Fault => notFound('The resource you requested does not exist.');

export const conflict = (message: string): Fault =>
  new Fault('ResourceConflictException', 409, message, user);

export const updateInProgress = (arn: string): Fault =>
  conflict(`The operation cannot be performed at this time. An update is in progress for resource: ${arn}`);

export const stillPending = (): Fault =>
  conflict(
    'The operation cannot be performed at this time. The function is currently in the following state: Pending',
  );

/** @param call the operation that tells the newest revision, e.g. `GetFunction/GetAlias` */
export const wrongRevision = (call: string): Fault =>
  new Fault(
    'PreconditionFailedException',
    412,
    `The Revision Id provided does not match the latest Revision Id. Call the ${call} API to retrieve the latest Revision Id`,
    user,
  );

export const roleRefused = (): Fault =>
  invalid('The role defined for the function cannot be assumed by Lambda.');

/** When a worker is to be started and its role is gone or does not trust Lambda any more. */
export const roleLost = (): Fault =>
  new Fault('AccessDeniedException', 403, 'The role defined for the function cannot be assumed by Lambda.');

export const accessDenied = (message: string): Fault => new Fault('AccessDeniedException', 403, message);

export const otherRegion = (theirs: string, ours: string): Fault =>
  notFound(`Functions from '${theirs}' are not reachable in this region ('${ours}')`);

export const qualifierMismatch = (): Fault =>
  invalid('The derived qualifier from the function name does not match the specified qualifier.');

export const badArchive = (): Fault =>
  invalid('Could not unzip uploaded file. Please check your file, then try to upload again.');

export const unpackedTooLarge = (bytes: number): Fault =>
  invalid(`Unzipped size must be smaller than ${bytes} bytes`);

export const zippedTooLarge = (bytes: number): Fault =>
  new Fault('RequestEntityTooLargeException', 413, `Zipped size must be smaller than ${bytes} bytes`);

/** @param reason e.g. `ReservedFunctionConcurrentInvocationLimitExceeded` */
export const tooManyRequests = (reason: string): Fault =>
  new Fault('TooManyRequestsException', 429, 'Rate Exceeded.', { members: { Type: 'User', Reason: reason } });

export const eventTooLarge = (bytes: number, type: string, limit: number): Fault =>
  new Fault(
    'RequestTooLargeException',
    413,
    `${bytes} byte payload is too large for the ${type} invocation type (limit ${limit} bytes)`,
    user,
  );

/** @param detail the parser's words */
export const unreadableEvent = (detail: string): Fault =>
  new Fault(
    'InvalidRequestContentException',
    400,
    `Could not parse request body into json: Could not parse payload into json: ${detail}`,
    user,
  );

/** Nothing on this machine can run the function. */
export const cannotRun = (detail: string): Fault =>
  new Fault('InvalidRuntimeException', 502, detail, { members: { Type: 'User' } });

export const statementExists = (id: string): Fault =>
  conflict(
    `The statement id (${id}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
  );

export const functionsOnly = (): Fault =>
  invalid(
    'This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.',
  );

export const noProvisionedConcurrency = (): Fault =>
  new Fault(
    'ProvisionedConcurrencyConfigNotFoundException',
    404,
    'No Provisioned Concurrency Config found for this function',
    user,
  );
