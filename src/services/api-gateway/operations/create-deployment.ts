import type { CreateDeploymentCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { notImplemented } from '../faults.ts';
import { checkDeployable, deploymentAnswer, putStage } from '../records/deployment.ts';
import { restApiOf } from '../records/find.ts';
import { rowsOf } from '../records/rows-of.ts';
import { newId } from '../records/ids.ts';
import type { DeploymentRow } from '../records/rows.ts';

/** Takes a snapshot of an API, and serves it under a stage when one is named. */
export function createDeployment(
  input: InputOf<typeof CreateDeploymentCommand>,
  context: Context,
): OutputOf<typeof CreateDeploymentCommand> {
  const { kept, ids, timeMs, transaction, deployer } = context;
  const { restApiId, stageName, description } = input;
  restApiOf(context, restApiId);
  checkDeployable(rowsOf(kept.resources, restApiId));
  if (input.canarySettings) throw notImplemented('The canary of a deployment');
  const row: DeploymentRow = {
    id: newId.deployment(ids),
    ...(description === undefined ? {} : { description }),
    createdDate: timeMs,
  };
  const snapshot = deployer.snapshot(context, restApiId, row.id);
  if (!snapshot) throw new Error(`no snapshot of the API ${restApiId}`);
  transaction(() => {
    kept.deployments.put(`${restApiId}/${row.id}`, row);
    kept.snapshots.put(`${restApiId}/${row.id}`, snapshot);
    if (stageName)
      putStage(context, { ...input, stageName, deploymentId: row.id, description: input.stageDescription });
  });
  if (stageName) deployer.placeStage(context, restApiId, stageName);
  return deploymentAnswer(row);
}
