import type { GetDeploymentCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { apiSummary, deploymentAnswer } from '../records/deployment.ts';
import { deploymentOf } from '../records/find.ts';

/** Describes a deployment. */
export function getDeployment(
  input: InputOf<typeof GetDeploymentCommand>,
  context: Context,
): OutputOf<typeof GetDeploymentCommand> {
  const { restApiId, deploymentId, embed } = input;
  const row = deploymentOf(context, restApiId, deploymentId);
  if (!embed?.includes('apisummary')) return deploymentAnswer(row);
  return {
    ...deploymentAnswer(row),
    apiSummary: apiSummary(context.kept.snapshots.get(`${restApiId}/${deploymentId}`)),
  };
}
