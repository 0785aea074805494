import type { UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { stageOf } from '../records/find.ts';
import { patchStage } from '../records/patch-stage.ts';
import { stageAnswer } from '../records/stage.ts';

/** Patches a stage; it is served as it now is. */
export function updateStage(
  input: InputOf<typeof UpdateStageCommand>,
  context: Context,
): OutputOf<typeof UpdateStageCommand> {
  const { kept, deployer, account, timeMs } = context;
  const { restApiId, stageName } = input;
  const before = stageOf(context, restApiId, stageName);
  const patched = patchStage(before, input.patchOperations, {
    hasDeployment: (id) => kept.deployments.get(`${restApiId}/${id}`) !== undefined,
    mayLog: kept.account.get(account)?.cloudwatchRoleArn !== undefined,
  });
  const row = { ...patched, lastUpdatedDate: timeMs };
  kept.stages.put(`${restApiId}/${stageName}`, row);
  deployer.placeStage(context, restApiId, stageName);
  return stageAnswer(row);
}
