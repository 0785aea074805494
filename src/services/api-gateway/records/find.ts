import type { Integration, Method } from '@aws-sdk/client-api-gateway';
import type { Context } from '../context.ts';
import {
  noSuchApi,
  noSuchApiKey,
  noSuchDeployment,
  noSuchIntegration,
  noSuchMethod,
  noSuchModel,
  noSuchResource,
  noSuchStage,
  noSuchUsagePlan,
  noSuchValidator,
} from '../faults.ts';
import type {
  ApiKeyRow,
  DeploymentRow,
  ModelRow,
  ResourceRow,
  RestApiRow,
  StageRow,
  UsagePlanRow,
  ValidatorRow,
} from './rows.ts';

/** The API, or the fault that there is none. */
export function restApiOf({ kept, account }: Context, id: string): RestApiRow {
  const row = kept.restApis.get(id);
  if (!row) throw noSuchApi(account, id);
  return row;
}

/** The resource, or the fault. */
export function resourceOf({ kept }: Context, apiId: string, id: string): ResourceRow {
  const row = kept.resources.get(`${apiId}/${id}`);
  if (!row) throw noSuchResource();
  return row;
}

/** The method, or the fault. */
export function methodOf(resource: ResourceRow, httpMethod: string): Method {
  const method = Object.hasOwn(resource.resourceMethods, httpMethod)
    ? resource.resourceMethods[httpMethod]
    : undefined;
  if (!method) throw noSuchMethod();
  return method;
}

/** The integration of a method, or the fault. */
export function integrationOf(method: Method): Integration {
  if (!method.methodIntegration) throw noSuchIntegration();
  return method.methodIntegration;
}

/** The deployment, or the fault. */
export function deploymentOf({ kept }: Context, apiId: string, id: string): DeploymentRow {
  const row = kept.deployments.get(`${apiId}/${id}`);
  if (!row) throw noSuchDeployment();
  return row;
}

/** The stage, or the fault. */
export function stageOf({ kept }: Context, apiId: string, name: string): StageRow {
  const row = kept.stages.get(`${apiId}/${name}`);
  if (!row) throw noSuchStage();
  return row;
}

/** The model, or the fault. */
export function modelOf({ kept }: Context, apiId: string, name: string): ModelRow {
  const row = kept.models.get(`${apiId}/${name}`);
  if (!row) throw noSuchModel(name);
  return row;
}

/** The request validator, or the fault. */
export function validatorOf({ kept }: Context, apiId: string, id: string): ValidatorRow {
  const row = kept.validators.get(`${apiId}/${id}`);
  if (!row) throw noSuchValidator();
  return row;
}

/** The API key, or the fault. */
export function apiKeyOf({ kept }: Context, id: string): ApiKeyRow {
  const row = kept.apiKeys.get(id);
  if (!row) throw noSuchApiKey();
  return row;
}

/** The usage plan, or the fault. */
export function usagePlanOf({ kept }: Context, id: string): UsagePlanRow {
  const row = kept.usagePlans.get(id);
  if (!row) throw noSuchUsagePlan();
  return row;
}
