import { commonLogTime } from '../context-variables.ts';
import type { IsBinary } from '../media.ts';
import type { Query } from '../query.ts';
import type { Validated } from '../request.ts';
import { forwardedHeaders } from './forwarded.ts';

/**
 * The event a function proxy is invoked with: payload format 1.0, every member there.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format
 */
export function proxyEvent(
  request: Validated,
  isBinary: IsBinary,
  mapped: readonly (readonly [string, string])[],
): Buffer {
  const { body, route, stage } = request;
  const base64 = body.length > 0 && isBinary(request.headers.get('content-type'));
  const { single, multi } = headerMaps([...forwardedHeaders(request), ...mapped]);
  const query = queryMaps(request.query);
  return Buffer.from(
    JSON.stringify({
      resource: route.resourcePath,
      path: request.path,
      httpMethod: request.method,
      headers: single,
      multiValueHeaders: multi,
      queryStringParameters: query?.single ?? null,
      multiValueQueryStringParameters: query?.multi ?? null,
      pathParameters: nonEmpty(request.pathParameters),
      stageVariables: nonEmpty(stage.variables),
      requestContext: requestContext(request),
      body: body.length === 0 ? null : body.toString(base64 ? 'base64' : 'utf8'),
      isBase64Encoded: base64,
    }),
  );
}

function requestContext(request: Validated): object {
  const { route, stage, identity, apiKey, headers, origin } = request;
  const { operationName } = route.spec;
  return {
    resourceId: route.resourceId,
    resourcePath: route.resourcePath,
    ...(operationName === undefined ? undefined : { operationName }),
    httpMethod: request.method,
    extendedRequestId: request.extendedRequestId,
    requestTime: commonLogTime(request.timeMs),
    path: request.fullPath,
    accountId: stage.api.account,
    protocol: 'HTTP/1.1',
    stage: stage.name,
    domainPrefix: request.host.split('.', 1)[0],
    requestTimeEpoch: request.timeMs,
    requestId: request.requestId,
    identity: {
      cognitoIdentityPoolId: null,
      ...(apiKey && { apiKey: apiKey.value, apiKeyId: apiKey.id }),
      cognitoIdentityId: null,
      principalOrgId: null,
      cognitoAuthenticationType: null,
      userArn: identity.userArn ?? null,
      userAgent: headers.get('user-agent') ?? null,
      accountId: identity.accountId ?? null,
      caller: identity.caller ?? null,
      sourceIp: origin.sourceIp,
      accessKey: identity.accessKey ?? null,
      cognitoAuthenticationProvider: null,
      user: identity.user ?? null,
    },
    domainName: request.host,
    deploymentId: stage.api.deploymentId,
    apiId: stage.api.apiId,
  };
}

function headerMaps(fields: readonly (readonly [string, string])[]) {
  const single: Record<string, string> = {};
  const multi: Record<string, string[]> = {};
  const spelling = new Map<string, string>();
  for (const [name, value] of fields) {
    const lower = name.toLowerCase();
    const key = spelling.get(lower) ?? name;
    spelling.set(lower, key);
    own(single, key, value);
    if (Object.hasOwn(multi, key)) (multi[key] as string[]).push(value);
    else own(multi, key, [value]);
  }
  return { single, multi };
}

function queryMaps(query: Query) {
  if (query.size === 0) return undefined;
  const single: Record<string, string> = {};
  const multi: Record<string, readonly string[]> = {};
  for (const [name, values] of query) {
    own(single, name, values.at(-1) as string);
    own(multi, name, values);
  }
  return { single, multi };
}

/** Names come from clients: `__proto__` must become a member like any other. */
function own<T>(record: Record<string, T>, name: string, value: T): void {
  if (name !== '__proto__') record[name] = value;
  else Object.defineProperty(record, name, { value, enumerable: true, writable: true, configurable: true });
}

const nonEmpty = (record: Readonly<Record<string, string>>): object | null =>
  Object.keys(record).length === 0 ? null : record;
