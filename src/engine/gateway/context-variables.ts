import type { Outcome } from './outcome.ts';
import type { Seen } from './request.ts';

type Value = string | number | undefined;
type Reader = (request: Seen, outcome: Partial<Outcome>) => Value;

/**
 * The value of `$context.<name>`, or undefined when it has none here.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
 */
export function contextVariable(
  name: string,
  request: Seen,
  outcome: Partial<Outcome> = {},
): string | undefined {
  const value = Object.hasOwn(readers, name) ? (readers[name] as Reader)(request, outcome) : undefined;
  return value === undefined ? undefined : String(value);
}

/** `09/Apr/2026:12:34:56 +0000`. */
export function commonLogTime(timeMs: number): string {
  const date = new Date(timeMs);
  const day = `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}`;
  return `${day}:${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`;
}

const two = (number: number): string => (number < 10 ? `0${number}` : String(number));

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const message: Reader = (_, { refusal }) => refusal?.message;
const integrationStatus: Reader = (_, { integration }) => integration?.status;
const integrationLatency: Reader = (_, { integration }) => integration && Math.round(integration.latencyMs);
const integrationError: Reader = (_, { integration }) => integration?.error;
const integrationRequestId: Reader = (_, { integration }) => integration?.requestId;

const readers: Readonly<Record<string, Reader>> = {
  accountId: ({ stage }) => stage.api.account,
  apiId: ({ stage }) => stage.api.apiId,
  awsEndpointRequestId: integrationRequestId,
  deploymentId: ({ stage }) => stage.api.deploymentId,
  domainName: ({ host }) => host,
  domainPrefix: ({ host }) => host.split('.', 1)[0],
  'error.message': message,
  'error.messageString': (_, { refusal }) => refusal && JSON.stringify(refusal.message),
  'error.responseType': (_, { refusal }) => refusal?.type,
  'error.validationErrorString': (_, { refusal }) => refusal?.validationErrors || undefined,
  extendedRequestId: ({ extendedRequestId }) => extendedRequestId,
  httpMethod: ({ method }) => method,
  'identity.accountId': ({ identity }) => identity?.accountId,
  'identity.apiKey': ({ apiKey }) => apiKey?.value,
  'identity.apiKeyId': ({ apiKey }) => apiKey?.id,
  'identity.caller': ({ identity }) => identity?.caller,
  'identity.sourceIp': ({ origin }) => origin.sourceIp,
  'identity.user': ({ identity }) => identity?.user,
  'identity.userAgent': ({ headers }) => headers.get('user-agent'),
  'identity.userArn': ({ identity }) => identity?.userArn,
  'identity.vpceId': ({ origin }) => origin.vpcEndpointId,
  'identity.vpcId': ({ origin }) => origin.vpcId,
  'integration.error': integrationError,
  'integration.integrationStatus': integrationStatus,
  'integration.latency': integrationLatency,
  'integration.requestId': integrationRequestId,
  'integration.status': integrationStatus,
  integrationErrorMessage: integrationError,
  integrationLatency,
  integrationStatus,
  path: ({ fullPath }) => fullPath,
  protocol: () => 'HTTP/1.1',
  requestId: ({ requestId }) => requestId,
  requestTime: ({ timeMs }) => commonLogTime(timeMs),
  requestTimeEpoch: ({ timeMs }) => timeMs,
  resourceId: ({ route }) => route?.resourceId,
  resourcePath: ({ route }) => route?.resourcePath,
  responseLatency: (_, { latencyMs }) => latencyMs && Math.round(latencyMs),
  responseLength: (_, { responseBytes }) => responseBytes,
  stage: ({ stage }) => stage.name,
  status: (_, { status }) => status,
  xrayTraceId: () => undefined,
};
