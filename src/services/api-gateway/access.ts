import type { AccessRequest, CallContext } from '../../wire/index.ts';
import { arn } from './records/arn.ts';

/**
 * What the caller of a control plane operation needs: `apigateway:<HTTP method>` on the path of the call.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-iam-policy-examples.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html
 */
export function accessOf(
  operation: string,
  input: Readonly<Record<string, unknown>>,
  { region, account }: CallContext,
): readonly AccessRequest[] {
  const path = pathOf(operation, input);
  const request: AccessRequest = { action: `apigateway:${verbOf(operation)}`, resource: arn(region, path) };
  const role = operation === 'PutIntegration' ? input['credentials'] : undefined;
  if (typeof role !== 'string' || !role.includes(':role/')) return [request];
  return [
    request,
    {
      action: 'iam:PassRole',
      resource: role,
      resourceAccount: account,
      conditions: { 'iam:PassedToService': 'apigateway.amazonaws.com' },
    },
  ];
}

function verbOf(operation: string): string {
  if (operation === 'TagResource' || operation.startsWith('Put')) return 'PUT';
  if (operation === 'UntagResource' || operation.startsWith('Delete')) return 'DELETE';
  if (operation.startsWith('Get')) return 'GET';
  return operation.startsWith('Update') ? 'PATCH' : 'POST';
}

/** The path of a call, from the noun of its operation: what is not named in the input ends it. */
function pathOf(operation: string, input: Readonly<Record<string, unknown>>): string {
  const noun = operation.replace(/^(Create|Get|Update|Delete|Put|Import|TestInvoke)/, '');
  const template = Object.hasOwn(paths, noun) ? (paths[noun] as string) : '/restapis/{restApiId}';
  const segments: string[] = [];
  for (const segment of template.split('/').slice(1)) {
    const member = /^\{(.+)\}$/.exec(segment)?.[1];
    const value = member === undefined ? segment : input[member];
    // a collection's own path: it is created in, or listed
    if (typeof value !== 'string') break;
    segments.push(value);
  }
  return `/${segments.join('/')}`;
}

const method = '/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}';

const paths: Readonly<Record<string, string>> = {
  RestApi: '/restapis/{restApiId}',
  RestApis: '/restapis',
  Resource: '/restapis/{restApiId}/resources/{resourceId}',
  Resources: '/restapis/{restApiId}/resources',
  Method: method,
  MethodResponse: `${method}/responses/{statusCode}`,
  Integration: `${method}/integration`,
  IntegrationResponse: `${method}/integration/responses/{statusCode}`,
  Deployment: '/restapis/{restApiId}/deployments/{deploymentId}',
  Deployments: '/restapis/{restApiId}/deployments',
  Stage: '/restapis/{restApiId}/stages/{stageName}',
  Stages: '/restapis/{restApiId}/stages',
  Export: '/restapis/{restApiId}/stages/{stageName}/exports/{exportType}',
  Model: '/restapis/{restApiId}/models/{modelName}',
  Models: '/restapis/{restApiId}/models',
  RequestValidator: '/restapis/{restApiId}/requestvalidators/{requestValidatorId}',
  RequestValidators: '/restapis/{restApiId}/requestvalidators',
  GatewayResponse: '/restapis/{restApiId}/gatewayresponses/{responseType}',
  GatewayResponses: '/restapis/{restApiId}/gatewayresponses',
  ApiKey: '/apikeys/{apiKey}',
  ApiKeys: '/apikeys',
  UsagePlan: '/usageplans/{usagePlanId}',
  UsagePlans: '/usageplans',
  UsagePlanKey: '/usageplans/{usagePlanId}/keys/{keyId}',
  UsagePlanKeys: '/usageplans/{usagePlanId}/keys',
  Usage: '/usageplans/{usagePlanId}/usage',
  Account: '/account',
  TagResource: '/tags/{resourceArn}',
  UntagResource: '/tags/{resourceArn}',
  Tags: '/tags/{resourceArn}',
};
