import type { Method, PutMethodRequest } from '@aws-sdk/client-api-gateway';
import { badRequest, notImplemented } from '../faults.ts';

/** What an API has that a method may name. */
export interface Named {
  hasModel(name: string): boolean;
  hasValidator(id: string): boolean;
}

const httpMethods = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'ANY'];

/** What a request says of a method. */
export type MethodInput = Omit<PutMethodRequest, 'restApiId' | 'resourceId'>;

/** Makes a method of a request, or refuses it. */
export function makeMethod(input: MethodInput, named: Named): Method {
  const { httpMethod = '', authorizationType = '', requestModels, requestParameters } = input;
  if (!httpMethods.includes(httpMethod)) {
    throw badRequest(`Invalid HttpMethod specified. Valid options are ${httpMethods.join(',')}`);
  }
  checkAuthorization(authorizationType, input.authorizerId);
  checkModels(requestModels, named);
  checkValidator(input.requestValidatorId, named);
  checkRequestParameters(requestParameters);
  return {
    httpMethod,
    authorizationType,
    apiKeyRequired: input.apiKeyRequired ?? false,
    ...(input.requestValidatorId === undefined ? {} : { requestValidatorId: input.requestValidatorId }),
    ...(input.operationName === undefined ? {} : { operationName: input.operationName }),
    ...(requestParameters === undefined ? {} : { requestParameters }),
    ...(requestModels === undefined ? {} : { requestModels }),
  };
}

/** `NONE` and `AWS_IAM` are built; authorizers come later. */
export function checkAuthorization(type: string, authorizerId: string | undefined): void {
  if (type === 'CUSTOM' || type === 'COGNITO_USER_POOLS') {
    if (!authorizerId) {
      throw badRequest(
        'Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.',
      );
    }
    throw notImplemented(`Authorization by ${type === 'CUSTOM' ? 'Lambda' : 'Cognito'} authorizers`);
  }
  if (type !== 'NONE' && type !== 'AWS_IAM') {
    throw badRequest(
      'Invalid authorization type specified. Valid options are NONE, AWS_IAM, CUSTOM, COGNITO_USER_POOLS',
    );
  }
}

/** Every model a method names must be there. */
export function checkModels(models: Record<string, string> | undefined, named: Named): void {
  for (const name of Object.values(models ?? {})) {
    if (!named.hasModel(name)) throw badRequest(`Invalid model identifier specified: ${name}`);
  }
}

/** The validator a method names must be there. */
export function checkValidator(id: string | undefined, named: Named): void {
  if (id && !named.hasValidator(id)) throw badRequest('Invalid Request Validator identifier specified');
}

/** `method.request.{header|querystring|path}.name`, each name once. */
export function checkRequestParameters(parameters: Record<string, boolean> | undefined): void {
  const names = new Set<string>();
  for (const expression of Object.keys(parameters ?? {})) {
    const name = /^method\.request\.(?:header|querystring|path)\.([!-~]+)$/.exec(expression)?.[1];
    if (name === undefined) {
      throw badRequest(
        `Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: ${expression}]`,
      );
    }
    if (names.has(name))
      throw badRequest('Parameter names must be unique across querystring, header and path');
    names.add(name);
  }
}
