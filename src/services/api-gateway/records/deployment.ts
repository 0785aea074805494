import type { Deployment, MethodSnapshot } from '@aws-sdk/client-api-gateway';
import type { ApiSpec } from '../../../engine/gateway/index.ts';
import type { Context } from '../context.ts';
import { badRequest } from '../faults.ts';
import type { DeploymentRow, ResourceRow } from './rows.ts';
import { makeStage, type StageInput } from './stage.ts';

/** A deployment as it is answered. */
export const deploymentAnswer = (row: DeploymentRow): Deployment => ({
  ...row,
  createdDate: new Date(row.createdDate),
});

/** Refuses to deploy what cannot serve. */
export function checkDeployable(resources: readonly ResourceRow[]): void {
  const methods = resources.flatMap(({ resourceMethods }) => Object.values(resourceMethods));
  if (methods.length === 0) throw badRequest("The REST API doesn't contain any methods");
  if (methods.some(({ methodIntegration }) => !methodIntegration)) {
    throw badRequest('No integration defined for method');
  }
}

/** Has a stage serve a deployment; makes the stage when there is none. */
export function putStage(context: Context, input: StageInput & { readonly restApiId: string }): void {
  const { kept, timeMs } = context;
  const made = makeStage(input, timeMs);
  const key = `${input.restApiId}/${input.stageName}`;
  const before = kept.stages.get(key);
  const { description, variables } = input;
  const row = before && {
    ...before,
    deploymentId: input.deploymentId,
    ...(description === undefined ? {} : { description }),
    ...(variables === undefined ? {} : { variables: { ...before.variables, ...variables } }),
    lastUpdatedDate: timeMs,
  };
  kept.stages.put(key, row ?? made);
}

/** Paths and methods of a snapshot, and how each lets in. */
export function apiSummary(spec: ApiSpec | undefined): Record<string, Record<string, MethodSnapshot>> {
  const summary: Record<string, Record<string, MethodSnapshot>> = {};
  for (const { path, methods } of spec?.resources ?? []) {
    const of = Object.entries(methods).map(([name, { authorization, apiKeyRequired }]) => [
      name,
      { authorizationType: authorization === 'iam' ? 'AWS_IAM' : 'NONE', apiKeyRequired },
    ]);
    if (of.length > 0) summary[path] = Object.fromEntries(of);
  }
  return summary;
}
