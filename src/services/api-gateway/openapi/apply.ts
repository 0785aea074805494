import type { Integration, Method } from '@aws-sdk/client-api-gateway';
import type { Context } from '../context.ts';
import { badRequest } from '../faults.ts';
import { rowsOf } from '../records/rows-of.ts';
import { checkGatewayResponse, gatewayResponseTypes } from '../records/gateway-response.ts';
import { newId } from '../records/ids.ts';
import { makeIntegration } from '../records/integration.ts';
import { makeIntegrationResponse } from '../records/integration-response.ts';
import { makeMethod, type Named } from '../records/method.ts';
import { namedIn } from '../records/method-of.ts';
import { makeMethodResponse } from '../records/method-response.ts';
import { checkModel } from '../records/model.ts';
import { putUsualModels, rootOf } from '../records/new-api.ts';
import { checkPathPart, childrenOf, pathBelow } from '../records/resource.ts';
import { checkApiKeySource, checkCompression, readPolicy } from '../records/rest-api.ts';
import type { ResourceRow, RestApiRow } from '../records/rows.ts';
import type { ImportedApi, ImportedMethod } from './imported.ts';

/**
 * Gives an API what a document says, over what it has or in its place. Run within a transaction: what is refused leaves nothing.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/import-api-update.html
 */
export function applyImport(
  context: Context,
  api: RestApiRow,
  imported: ImportedApi,
  mode: 'merge' | 'overwrite',
): RestApiRow {
  const { kept } = context;
  const row = settled(api, imported, mode);
  if (mode === 'overwrite') clear(context, row);
  for (const model of imported.models) putModel(context, row.id, model);
  const validators = putValidators(context, row.id, imported);
  for (const response of imported.gatewayResponses) {
    if (!gatewayResponseTypes.includes(response.responseType as never)) {
      throw badRequest(`Invalid gateway response type: ${response.responseType}`);
    }
    checkGatewayResponse(response);
    kept.gatewayResponses.put(`${row.id}/${response.responseType}`, response);
  }
  const named = namedIn(context, row.id);
  for (const { path, methods } of imported.paths) {
    const resource = resourceAt(context, row, path);
    const made = methods.map((method) => makeImported(method, { context, resource, named, validators }));
    const resourceMethods = { ...resource.resourceMethods, ...Object.fromEntries(made) };
    kept.resources.put(`${row.id}/${resource.id}`, { ...resource, resourceMethods });
  }
  kept.restApis.put(row.id, row);
  return row;
}

function settled(api: RestApiRow, imported: ImportedApi, mode: 'merge' | 'overwrite'): RestApiRow {
  const { binaryMediaTypes, policy, apiKeySource, minimumCompressionSize } = imported;
  checkApiKeySource(apiKeySource);
  if (minimumCompressionSize !== undefined) checkCompression(minimumCompressionSize);
  const { description, version, disableExecuteApiEndpoint } = imported;
  return {
    ...api,
    ...(mode === 'overwrite' || api.name === '' ? { name: imported.name } : {}),
    ...(description === undefined ? {} : { description }),
    ...(version === undefined ? {} : { version }),
    ...(binaryMediaTypes === undefined ? {} : { binaryMediaTypes: [...binaryMediaTypes] }),
    ...(policy === undefined ? {} : { policy: readPolicy(policy) }),
    ...(minimumCompressionSize === undefined ? {} : { minimumCompressionSize }),
    ...(disableExecuteApiEndpoint === undefined ? {} : { disableExecuteApiEndpoint }),
  };
}

function clear(context: Context, api: RestApiRow): void {
  const { kept } = context;
  for (const part of ['resources', 'models', 'validators', 'gatewayResponses'] as const) {
    for (const { key } of kept[part].list({ prefix: `${api.id}/` })) kept[part].delete(key);
  }
  kept.resources.put(`${api.id}/${api.rootResourceId}`, rootOf(api));
  putUsualModels(context, api.id);
}

function putModel({ kept, ids }: Context, apiId: string, model: ImportedApi['models'][number]): void {
  checkModel(model.name, model.schema);
  const id = kept.models.get(`${apiId}/${model.name}`)?.id ?? newId.model(ids);
  kept.models.put(`${apiId}/${model.name}`, { ...model, id, contentType: 'application/json' });
}

/** Ids by name, of those the API has already too. */
function putValidators(
  { kept, ids }: Context,
  apiId: string,
  { validators }: ImportedApi,
): Map<string, string> {
  const byName = new Map(rowsOf(kept.validators, apiId).map(({ name, id }) => [name ?? '', id]));
  for (const [name, { body, parameters }] of Object.entries(validators)) {
    const id = byName.get(name) ?? newId.validator(ids);
    byName.set(name, id);
    kept.validators.put(`${apiId}/${id}`, {
      id,
      name,
      validateRequestBody: body,
      validateRequestParameters: parameters,
    });
  }
  return byName;
}

/** The resource of a path; it and those above it are made when they are not there. */
function resourceAt({ kept, ids }: Context, api: RestApiRow, path: string): ResourceRow {
  let at = kept.resources.get(`${api.id}/${api.rootResourceId}`) ?? rootOf(api);
  for (const pathPart of path.split('/').filter((part) => part !== '')) {
    const siblings = childrenOf(rowsOf(kept.resources, api.id), at.id);
    const known = siblings.find((sibling) => sibling.pathPart === pathPart);
    if (!known) checkPathPart(pathPart, at, siblings);
    const row: ResourceRow = known ?? {
      id: newId.resource(ids),
      parentId: at.id,
      pathPart,
      path: pathBelow(at, pathPart),
      resourceMethods: {},
    };
    if (!known) kept.resources.put(`${api.id}/${row.id}`, row);
    at = row;
  }
  return at;
}

function makeImported(
  imported: ImportedMethod,
  of: { context: Context; resource: ResourceRow; named: Named; validators: Map<string, string> },
): [string, Method] {
  const requestValidatorId = imported.validatorName && of.validators.get(imported.validatorName);
  if (imported.validatorName && !requestValidatorId)
    throw badRequest('Invalid Request Validator identifier specified');
  const method: Method = makeMethod(
    { ...imported.method, ...(requestValidatorId ? { requestValidatorId } : {}) },
    of.named,
  );
  if (imported.responses.length > 0) {
    method.methodResponses = Object.fromEntries(
      imported.responses.map((response) => [response.statusCode, makeMethodResponse(response, of.named)]),
    );
  }
  if (imported.integration) method.methodIntegration = makeImportedIntegration(imported, method, of);
  return [method.httpMethod ?? '', method];
}

function makeImportedIntegration(
  { integration, integrationResponses }: ImportedMethod,
  method: Method,
  { resource }: { resource: ResourceRow },
): Integration {
  const made = makeIntegration(integration as NonNullable<typeof integration>, {
    method,
    resourceId: resource.id,
  });
  if (integrationResponses.length === 0) return made;
  const responses = integrationResponses.map((response) => [
    response.statusCode,
    makeIntegrationResponse(response, method),
  ]);
  return { ...made, integrationResponses: Object.fromEntries(responses) };
}
