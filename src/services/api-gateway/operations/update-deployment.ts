import type { UpdateDeploymentCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { applyPatch, member } from '../patch.ts';
import { deploymentAnswer } from '../records/deployment.ts';
import { deploymentOf } from '../records/find.ts';
import type { DeploymentRow } from '../records/rows.ts';

/** Patches the description of a deployment. */
export function updateDeployment(
  input: InputOf<typeof UpdateDeploymentCommand>,
  context: Context,
): OutputOf<typeof UpdateDeploymentCommand> {
  const { restApiId, deploymentId, patchOperations } = input;
  const row = applyPatch(deploymentOf(context, restApiId, deploymentId), patchOperations, [
    member<DeploymentRow, 'description'>('description'),
  ]);
  context.kept.deployments.put(`${restApiId}/${deploymentId}`, row);
  return deploymentAnswer(row);
}
