import type { GatewayResponseType } from './spec.ts';

/**
 * The gateway answers by itself: nothing was integrated, or the integration failed.
 * A value, not an exception: each stage of a request hands on a narrower request or one of these.
 */
export class Refusal {
  readonly type: GatewayResponseType;
  /** HTTP status, unless the API's gateway responses say otherwise. */
  readonly status: number;
  /** Goes into `x-amzn-ErrorType`. */
  readonly errorType: string;
  readonly message: string;
  /** Why, for the execution log. */
  readonly reason: string;
  /** What body validation found. */
  readonly validationErrors: string;

  constructor(
    type: GatewayResponseType,
    status: number,
    errorType: string,
    message: string,
    more: { reason?: string; validationErrors?: string } = {},
  ) {
    this.type = type;
    this.status = status;
    this.errorType = errorType;
    this.message = message;
    this.reason = more.reason ?? message;
    this.validationErrors = more.validationErrors ?? '';
  }
}

/** No resource, or no method on it, for this request; or no signature where one is needed. */
export const noSuchRoute = (): Refusal =>
  new Refusal(
    'MISSING_AUTHENTICATION_TOKEN',
    403,
    'MissingAuthenticationTokenException',
    'Missing Authentication Token',
  );

/** No such API or stage. */
export const noSuchStage = (): Refusal => new Refusal('DEFAULT_4XX', 403, 'ForbiddenException', 'Forbidden');

/** The signature is not right. */
export const invalidSignature = (message: string, errorType = 'InvalidSignatureException'): Refusal =>
  new Refusal('INVALID_SIGNATURE', 403, errorType, message);

/** The access key or session token is none. */
export const invalidCredentials = (): Refusal =>
  new Refusal(
    'INVALID_SIGNATURE',
    403,
    'UnrecognizedClientException',
    'The security token included in the request is invalid.',
  );

/** The session token is past its end. */
export const expiredCredentials = (): Refusal =>
  new Refusal(
    'EXPIRED_TOKEN',
    403,
    'ExpiredTokenException',
    'The security token included in the request is expired',
  );

/** A policy does not let the caller in. */
export const accessDenied = (message: string): Refusal =>
  new Refusal('ACCESS_DENIED', 403, 'AccessDeniedException', message);

/** No API key, or one that no usage plan of this stage has. */
export const invalidApiKey = (): Refusal =>
  new Refusal('INVALID_API_KEY', 403, 'ForbiddenException', 'Forbidden', {
    reason: 'API Key is missing, invalid, or not authorized for this stage',
  });

/** A rate is exceeded. */
export const tooManyRequests = (limit: string): Refusal =>
  new Refusal('THROTTLED', 429, 'TooManyRequestsException', 'Too Many Requests', {
    reason: `Request was throttled by the limit of the ${limit}`,
  });

/** A usage plan's quota is used up. */
export const quotaExceeded = (): Refusal =>
  new Refusal('QUOTA_EXCEEDED', 429, 'LimitExceededException', 'Limit Exceeded');

/** The body is over 10 MB, or makes an event over what a function takes. */
export const requestTooLarge = (): Refusal =>
  new Refusal('REQUEST_TOO_LARGE', 413, 'RequestTooLargeException', 'Request Too Long');

/** Request line and header fields are over 10,240 bytes. */
export const headersTooLarge = (): Refusal =>
  new Refusal('DEFAULT_4XX', 431, 'BadRequestException', 'Request Header Fields Too Large');

/** The body broke off. */
export const brokenBody = (): Refusal =>
  new Refusal('DEFAULT_4XX', 400, 'BadRequestException', 'Bad Request', {
    reason: 'The request body could not be read to its end',
  });

/** A parameter the method requires is not there. */
export const missingParameters = (names: readonly string[]): Refusal =>
  new Refusal(
    'BAD_REQUEST_PARAMETERS',
    400,
    'BadRequestException',
    `Missing required request parameters: [${names.join(', ')}]`,
  );

/** The body is not what its model says. */
export const invalidBody = (validationErrors: string): Refusal =>
  new Refusal('BAD_REQUEST_BODY', 400, 'BadRequestException', 'Invalid request body', {
    reason: `Request body does not match model schema for content type: ${validationErrors}`,
    validationErrors,
  });

/** No template takes this media type, and it may not pass as it is. */
export const unsupportedMediaType = (): Refusal =>
  new Refusal('UNSUPPORTED_MEDIA_TYPE', 415, 'BadRequestException', 'Unsupported Media Type');

/** The integration did not answer in time. */
export const integrationTimeout = (): Refusal =>
  new Refusal('INTEGRATION_TIMEOUT', 504, 'InternalServerErrorException', 'Endpoint request timed out', {
    reason: 'Execution failed due to a timeout error',
  });

/** The endpoint could not be reached, or broke off. */
export const networkFailure = (cause: string): Refusal =>
  new Refusal(
    'INTEGRATION_FAILURE',
    504,
    'InternalServerErrorException',
    'Network error communicating with endpoint',
    { reason: `Execution failed due to a network error communicating with endpoint: ${cause}` },
  );

/** The API is set up so that it cannot answer. */
export const misconfigured = (reason: string): Refusal =>
  new Refusal('API_CONFIGURATION_ERROR', 500, 'InternalServerErrorException', 'Internal server error', {
    reason: `Execution failed due to configuration error: ${reason}`,
  });

/** The integration failed in a way that is nobody's business but the log's. */
export const internalError = (reason: string): Refusal =>
  new Refusal('DEFAULT_5XX', 500, 'InternalServerErrorException', 'Internal server error', { reason });

/** The integration answered what the gateway cannot read. */
export const badGateway = (reason: string): Refusal =>
  new Refusal('DEFAULT_5XX', 502, 'InternalServerErrorException', 'Internal server error', { reason });
