import type { Integration, Method, PutIntegrationRequest } from '@aws-sdk/client-api-gateway';
import { compileRequestValue, mockStatus, parseTarget } from '../../../engine/gateway/index.ts';
import { badRequest, invalidMapping, notImplemented } from '../faults.ts';
import { limits } from '../limits.ts';
import { checkTemplate } from './template.ts';

/** What a request says of an integration. */
export type IntegrationInput = Omit<PutIntegrationRequest, 'restApiId' | 'resourceId' | 'httpMethod'>;

/** Makes an integration of a request, or refuses it. */
export function makeIntegration(
  input: IntegrationInput,
  of: { method: Method; resourceId: string },
): Integration {
  const { type, integrationHttpMethod: httpMethod, requestParameters, requestTemplates } = input;
  if (type !== 'MOCK' && !httpMethod) throw badRequest('Enumeration value for HttpMethod must be non-empty');
  checkUri(input);
  const integration: Integration = {
    type,
    ...(httpMethod === undefined || type === 'MOCK' ? {} : { httpMethod }),
    ...(input.uri === undefined || type === 'MOCK' ? {} : { uri: input.uri }),
    ...(type === 'HTTP' || type === 'HTTP_PROXY' ? { connectionType: 'INTERNET' as const } : {}),
    ...(input.credentials === undefined ? {} : { credentials: input.credentials }),
    ...(requestParameters === undefined ? {} : { requestParameters }),
    ...(requestTemplates === undefined ? {} : { requestTemplates }),
    passthroughBehavior: input.passthroughBehavior ?? 'WHEN_NO_MATCH',
    ...(input.contentHandling === undefined ? {} : { contentHandling: input.contentHandling }),
    timeoutInMillis: input.timeoutInMillis ?? limits.timeoutMs.most,
    cacheNamespace: input.cacheNamespace ?? of.resourceId,
    cacheKeyParameters: input.cacheKeyParameters ?? [],
    ...(input.tlsConfig === undefined ? {} : { tlsConfig: input.tlsConfig }),
  };
  checkConnection(input);
  checkIntegration(integration, of.method);
  return integration;
}

/** Refuses an integration that AWS refuses, or that is not built; also after it was patched. */
export function checkIntegration(integration: Integration, method: Method): void {
  const { passthroughBehavior, timeoutInMillis = limits.timeoutMs.most } = integration;
  if (!['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER'].includes(passthroughBehavior ?? '')) {
    throw badRequest('Invalid passthrough behavior. Must be one of: WHEN_NO_MATCH, WHEN_NO_TEMPLATES, NEVER');
  }
  if (timeoutInMillis < limits.timeoutMs.least || timeoutInMillis > limits.timeoutMs.most) {
    throw badRequest(
      `Timeout should be between ${limits.timeoutMs.least} ms and ${limits.timeoutMs.most} ms`,
    );
  }
  checkUri(integration);
  checkCredentials(integration.credentials);
  checkParameters(integration.requestParameters, method);
  checkTemplates(integration);
}

function checkUri({ type, uri = '' }: Pick<Integration, 'type' | 'uri'>): void {
  if (type === 'HTTP' || type === 'HTTP_PROXY') {
    if (!/^(https?:\/\/\S+|\$\{stageVariables\.\w+\}\S*)$/.test(uri)) {
      throw badRequest('Invalid HTTP endpoint specified for URI');
    }
  } else if (type === 'AWS' || type === 'AWS_PROXY') {
    checkServiceUri(type, uri);
  }
}

function checkServiceUri(type: string, uri: string): void {
  const [arn, , service, , target, ...rest] = uri.split(':');
  const path = [uri.split(':')[5] ?? '', ...rest].join(':');
  if (arn !== 'arn' || service !== 'apigateway' || target === undefined) {
    throw badRequest('Invalid ARN specified in the request');
  }
  if (!/^(path|action)\//.test(path)) throw badRequest('AWS ARN for integration must contain path or action');
  if (functionArnOf(uri) !== undefined) return;
  if (type === 'AWS_PROXY' && !target.includes('firehose')) {
    throw badRequest(
      "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
    );
  }
  throw notImplemented(`An integration with ${target} by ${path.split('/', 1)[0]}`);
}

/** The function's ARN in an invocation URI; it may hold stage variables. */
export const functionArnOf = (uri: string): string | undefined =>
  /^arn:[\w-]+:apigateway:[^:]*:lambda:path\/(?:\/)?2015-03-31\/functions\/(.+)\/invocations(?:\?.*)?$/.exec(
    uri,
  )?.[1];

function checkConnection(input: IntegrationInput): void {
  if (input.connectionType === 'VPC_LINK' || input.connectionId)
    throw notImplemented('An integration by VPC link');
  if (input.responseTransferMode === 'STREAM') throw notImplemented('Response streaming');
  if (input.integrationTarget) throw notImplemented('An integration target');
}

function checkCredentials(credentials: string | undefined): void {
  if (!credentials) return;
  if (/^arn:[\w-]+:iam::\*:user\/\*$/.test(credentials)) {
    throw notImplemented("Integrating with the caller's own credentials");
  }
  if (!/^(arn:[\w-]+:iam::|\$\{stageVariables\.)/.test(credentials)) {
    throw badRequest('Invalid ARN specified in the request');
  }
}

function checkParameters(parameters: Record<string, string> | undefined, method: Method): void {
  for (const [to, from] of Object.entries(parameters ?? {})) {
    if (!parseTarget(to, 'integration.request.')) throw invalidMapping(to);
    if (!compileRequestValue(from)) {
      throw badRequest(
        `Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: ${from}]`,
      );
    }
    const declared = from.replace('.multivalue', '.');
    if (/^method\.request\.(header|querystring|path)\./.test(declared)) {
      if (!Object.hasOwn(method.requestParameters ?? {}, declared)) throw invalidMapping(from);
    }
  }
}

function checkTemplates({ type, requestTemplates }: Integration): void {
  // function and HTTP proxies take no templates: they are kept and do nothing, as on AWS
  if (type === 'AWS_PROXY' || type === 'HTTP_PROXY') return;
  for (const [mediaType, text] of Object.entries(requestTemplates ?? {})) {
    checkTemplate(mediaType, text);
    if (type === 'MOCK' && text && mockStatus(text) === undefined && /[$#]/.test(text)) {
      throw notImplemented('A mapping template of a mock integration other than {"statusCode": 200}');
    }
  }
}
