import type { DeleteDeploymentCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { badRequest } from '../faults.ts';
import { deploymentOf } from '../records/find.ts';
import { rowsOf } from '../records/rows-of.ts';

/** Deletes a deployment that no stage serves. */
export function deleteDeployment(
  input: InputOf<typeof DeleteDeploymentCommand>,
  context: Context,
): OutputOf<typeof DeleteDeploymentCommand> {
  const { restApiId, deploymentId } = input;
  const { kept, transaction } = context;
  deploymentOf(context, restApiId, deploymentId);
  if (rowsOf(kept.stages, restApiId).some((stage) => stage.deploymentId === deploymentId)) {
    throw badRequest('Active stages pointing to this deployment must be moved or deleted');
  }
  transaction(() => {
    kept.deployments.delete(`${restApiId}/${deploymentId}`);
    kept.snapshots.delete(`${restApiId}/${deploymentId}`);
  });
  return {};
}
