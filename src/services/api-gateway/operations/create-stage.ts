import type { CreateStageCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { conflict, limitExceeded } from '../faults.ts';
import { limits } from '../limits.ts';
import { deploymentOf, restApiOf } from '../records/find.ts';
import { rowsOf } from '../records/rows-of.ts';
import { makeStage, stageAnswer } from '../records/stage.ts';

/** Serves a deployment under a name. */
export function createStage(
  input: InputOf<typeof CreateStageCommand>,
  context: Context,
): OutputOf<typeof CreateStageCommand> {
  const { kept, deployer, timeMs } = context;
  const { restApiId, stageName, deploymentId } = input;
  restApiOf(context, restApiId);
  deploymentOf(context, restApiId, deploymentId);
  const row = makeStage(input, timeMs);
  if (rowsOf(kept.stages, restApiId).length >= limits.stages) {
    throw limitExceeded('Maximum number of stages for this API has been reached.');
  }
  if (!kept.stages.insert(`${restApiId}/${stageName}`, row)) throw conflict('Stage already exists');
  deployer.placeStage(context, restApiId, stageName);
  return stageAnswer(row);
}
