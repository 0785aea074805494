import {
  CreateApiKeyCommand,
  CreateDeploymentCommand,
  CreateModelCommand,
  CreateRequestValidatorCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  DeleteRestApiCommand,
  GetApiKeysCommand,
  GetResourcesCommand,
  GetRestApisCommand,
  GetUsagePlansCommand,
  PutIntegrationCommand,
  PutMethodCommand,
  type RestApi,
  TagResourceCommand,
  UpdateModelCommand,
  UpdateUsagePlanCommand,
} from '@aws-sdk/client-api-gateway';
import type { Clients } from './clients.ts';
import type { ModelApiSpec } from './spec.ts';

const STAGE = 'prod';
const STACK = 'postern:stack';
const DEFINITION = 'postern:definition';

/** The stack's API. */
export async function findApi({ apiGateway }: Clients, name: string): Promise<RestApi | undefined> {
  const { items = [] } = await apiGateway.send(new GetRestApisCommand({ limit: 500 }));
  return items.find((api) => api.name === name && api.tags?.[STACK] === name);
}

/** The definition that the API was finished with, if it was. */
export const definitionOf = (api: RestApi): string | undefined => api.tags?.[DEFINITION];

/** The stack's API key with its value. */
export async function findKey(
  { apiGateway }: Clients,
  name: string,
): Promise<{ id: string; value: string } | undefined> {
  const { items = [] } = await apiGateway.send(
    new GetApiKeysCommand({ nameQuery: name, includeValues: true, limit: 500 }),
  );
  const key = items.find((item) => item.name === name);
  return key && { id: key.id as string, value: key.value as string };
}

/** The API, deployed to its stage. One that an interrupted deployment left is made anew; a finished one keeps its id and gets the new schema. */
export async function ensureApi(clients: Clients, spec: ModelApiSpec, functionArn: string): Promise<string> {
  const { apiGateway } = clients;
  const found = await findApi(clients, spec.name);
  if (found && definitionOf(found)) {
    const restApiId = found.id as string;
    const patchOperations = [{ op: 'replace' as const, path: '/schema', value: schemaOf(spec) }];
    await apiGateway.send(new UpdateModelCommand({ restApiId, modelName: 'Batch', patchOperations }));
    await apiGateway.send(new CreateDeploymentCommand({ restApiId, stageName: STAGE }));
    return restApiId;
  }
  if (found) await apiGateway.send(new DeleteRestApiCommand({ restApiId: found.id }));
  const tags = { [STACK]: spec.name };
  const made = await apiGateway.send(
    new CreateRestApiCommand({ name: spec.name, endpointConfiguration: { types: ['REGIONAL'] }, tags }),
  );
  await makeMethod(clients, spec, made.id as string, functionArn);
  return made.id as string;
}

/** Writes down that the stack is whole, and by which definition. */
export async function finishApi(
  { apiGateway, region }: Clients,
  apiId: string,
  definition: string,
): Promise<void> {
  const resourceArn = `arn:aws:apigateway:${region}::/restapis/${apiId}`;
  await apiGateway.send(new TagResourceCommand({ resourceArn, tags: { [DEFINITION]: definition } }));
}

const schemaOf = (spec: ModelApiSpec): string =>
  JSON.stringify({ $schema: 'http://json-schema.org/draft-04/schema#', ...spec.requestSchema });

/** `POST /path`: key required, body validated by the schema, answered by the function; deployed to the stage. */
async function makeMethod(
  { apiGateway, region }: Clients,
  spec: ModelApiSpec,
  restApiId: string,
  functionArn: string,
): Promise<void> {
  const { items = [] } = await apiGateway.send(new GetResourcesCommand({ restApiId }));
  const parentId = items.find((item) => item.path === '/')?.id as string;
  const { id: resourceId } = await apiGateway.send(
    new CreateResourceCommand({ restApiId, parentId, pathPart: spec.path }),
  );
  await apiGateway.send(
    new CreateModelCommand({
      restApiId,
      name: 'Batch',
      contentType: 'application/json',
      schema: schemaOf(spec),
    }),
  );
  const validator = await apiGateway.send(
    new CreateRequestValidatorCommand({ restApiId, name: 'body', validateRequestBody: true }),
  );
  const method = { restApiId, resourceId, httpMethod: 'POST' };
  await apiGateway.send(
    new PutMethodCommand({
      ...method,
      authorizationType: 'NONE',
      apiKeyRequired: true,
      requestModels: { 'application/json': 'Batch' },
      requestValidatorId: validator.id,
    }),
  );
  const uri = `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
  await apiGateway.send(
    new PutIntegrationCommand({ ...method, type: 'AWS_PROXY', integrationHttpMethod: 'POST', uri }),
  );
  await apiGateway.send(new CreateDeploymentCommand({ restApiId, stageName: STAGE }));
}

/** The key and the plan that limits it, on this API's stage; @returns the key's value */
export async function ensureAccess(clients: Clients, spec: ModelApiSpec, apiId: string): Promise<string> {
  const { apiGateway } = clients;
  const stage = { apiId, stage: STAGE };
  const throttle = { rateLimit: spec.limits.ratePerSecond, burstLimit: spec.limits.burst };
  const { items = [] } = await apiGateway.send(new GetUsagePlansCommand({ limit: 500 }));
  const plan = items.find((item) => item.name === spec.name);
  const key = await findKey(clients, spec.name);
  if (plan && key) {
    const patchOperations = [
      { op: 'add' as const, path: '/apiStages', value: `${apiId}:${STAGE}` },
      { op: 'replace' as const, path: '/throttle/rateLimit', value: String(throttle.rateLimit) },
      { op: 'replace' as const, path: '/throttle/burstLimit', value: String(throttle.burstLimit) },
    ];
    await apiGateway.send(new UpdateUsagePlanCommand({ usagePlanId: plan.id, patchOperations }));
    return key.value;
  }
  const usagePlanId =
    plan?.id ??
    (await apiGateway.send(new CreateUsagePlanCommand({ name: spec.name, throttle, apiStages: [stage] }))).id;
  const made = key ?? (await apiGateway.send(new CreateApiKeyCommand({ name: spec.name, enabled: true })));
  await apiGateway.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId: made.id, keyType: 'API_KEY' }));
  return made.value as string;
}

/** The stage's URL on the server's own port, in the form that needs no name resolution. */
export function invokeUrl(serverUrl: string, apiId: string, path: string): string {
  return `${serverUrl}/restapis/${apiId}/${STAGE}/_user_request_/${path}`;
}
