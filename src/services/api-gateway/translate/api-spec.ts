import type { Integration, IntegrationResponse, Method } from '@aws-sdk/client-api-gateway';
import type {
  ApiSpec,
  GatewayResponseSpec,
  IntegrationResponseSpec,
  IntegrationSpec,
  MethodSpec,
} from '../../../engine/gateway/index.ts';
import { functionArnOf } from '../records/integration.ts';
import type { GatewayResponseRow, ModelRow, ResourceRow, RestApiRow, ValidatorRow } from '../records/rows.ts';

/** An API with all that is below it. */
export interface WholeApi {
  readonly account: string;
  readonly region: string;
  readonly api: RestApiRow;
  readonly resources: readonly ResourceRow[];
  readonly models: readonly ModelRow[];
  readonly validators: readonly ValidatorRow[];
  readonly gatewayResponses: readonly GatewayResponseRow[];
}

/** What the gateway serves of an API, as it is now. */
export function apiSpec(whole: WholeApi, deploymentId: string): ApiSpec {
  const { api, account, region } = whole;
  const { minimumCompressionSize, policy } = api;
  const validators = new Map(whole.validators.map((validator) => [validator.id, validator]));
  return {
    apiId: api.id,
    name: api.name,
    account,
    region,
    deploymentId,
    binaryMediaTypes: api.binaryMediaTypes ?? [],
    ...(minimumCompressionSize === undefined ? {} : { minimumCompressionBytes: minimumCompressionSize }),
    ...(policy === undefined ? {} : { resourcePolicy: policyWithArns(policy, whole) }),
    gatewayResponses: Object.fromEntries(
      whole.gatewayResponses.map((row) => [row.responseType, gatewayResponseSpec(row)]),
    ),
    models: Object.fromEntries(whole.models.map(({ name, schema }) => [name, schema])),
    resources: whole.resources.map(({ id, path, resourceMethods }) => ({
      id,
      path,
      methods: Object.fromEntries(
        Object.entries(resourceMethods).map(([name, method]) => [name, methodSpec(method, validators)]),
      ),
    })),
  };
}

/** Resources of the short form `execute-api:/stage/GET/path` are written out, as API Gateway does when it is saved. */
const policyWithArns = (policy: string, { account, region, api }: WholeApi): string =>
  policy.replace(/"execute-api:\/([^"]*)"/g, `"arn:aws:execute-api:${region}:${account}:${api.id}/$1"`);

const gatewayResponseSpec = (row: GatewayResponseRow): GatewayResponseSpec => ({
  ...(row.statusCode === undefined ? {} : { status: Number(row.statusCode) }),
  parameters: row.responseParameters,
  templates: row.responseTemplates,
});

function methodSpec(method: Method, validators: ReadonlyMap<string, ValidatorRow>): MethodSpec {
  const validator = validators.get(method.requestValidatorId ?? '');
  const required = Object.entries(method.requestParameters ?? {}).flatMap(([name, needed]) =>
    needed ? [name] : [],
  );
  return {
    authorization: method.authorizationType === 'AWS_IAM' ? 'iam' : 'none',
    apiKeyRequired: method.apiKeyRequired ?? false,
    ...(method.operationName === undefined ? {} : { operationName: method.operationName }),
    requiredParameters: validator?.validateRequestParameters ? required : [],
    ...(validator?.validateRequestBody ? { bodyModels: method.requestModels ?? {} } : {}),
    ...(method.methodIntegration === undefined
      ? {}
      : { integration: integrationSpec(method.methodIntegration) }),
  };
}

function integrationSpec(integration: Integration): IntegrationSpec {
  const { type, uri = '', credentials, httpMethod = 'POST', tlsConfig } = integration;
  const base = {
    timeoutMs: integration.timeoutInMillis ?? 29_000,
    requestParameters: integration.requestParameters ?? {},
  };
  const fn = {
    functionArn: functionArnOf(uri) ?? '',
    httpMethod,
    ...(credentials ? { roleArn: credentials } : {}),
  };
  const http = { uri, httpMethod, insecure: tlsConfig?.insecureSkipVerification ?? false };
  switch (type) {
    case 'AWS_PROXY':
      return { kind: 'function-proxy', ...base, ...fn };
    case 'AWS':
      return { kind: 'function', ...base, ...mapped(integration), ...fn };
    case 'HTTP_PROXY':
      return { kind: 'http-proxy', ...base, ...http };
    case 'HTTP':
      return { kind: 'http', ...base, ...mapped(integration), ...http };
    default:
      return { kind: 'mock', ...base, ...mapped(integration) };
  }
}

const passthroughs = { WHEN_NO_TEMPLATES: 'when-no-templates', NEVER: 'never' } as const;
const contentHandlings = { CONVERT_TO_BINARY: 'to-binary', CONVERT_TO_TEXT: 'to-text' } as const;

function mapped({
  requestTemplates,
  passthroughBehavior,
  contentHandling,
  integrationResponses,
}: Integration) {
  return {
    requestTemplates: withoutNulls(requestTemplates),
    passthrough: passthroughs[passthroughBehavior as keyof typeof passthroughs] ?? ('when-no-match' as const),
    ...(contentHandling === undefined ? {} : { contentHandling: contentHandlings[contentHandling] }),
    responses: Object.values(integrationResponses ?? {}).map(responseSpec),
  };
}

const responseSpec = (response: IntegrationResponse): IntegrationResponseSpec => ({
  status: Number(response.statusCode),
  selectionPattern: response.selectionPattern ?? '',
  parameters: response.responseParameters ?? {},
  templates: withoutNulls(response.responseTemplates),
  ...(response.contentHandling == null
    ? {}
    : { contentHandling: contentHandlings[response.contentHandling] }),
});

/** A template of null, or an empty one, passes the body on. */
const withoutNulls = (templates: Record<string, string> | undefined): Record<string, string> =>
  Object.fromEntries(Object.entries(templates ?? {}).map(([type, text]) => [type, text || '$input.body']));
