import type { DeleteStageCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { stageOf } from '../records/find.ts';
import { detachStages } from '../records/usage-plan.ts';

/** Deletes a stage; it is served no longer. */
export function deleteStage(
  input: InputOf<typeof DeleteStageCommand>,
  context: Context,
): OutputOf<typeof DeleteStageCommand> {
  const { kept, deployer, transaction } = context;
  const { restApiId, stageName } = input;
  stageOf(context, restApiId, stageName);
  transaction(() => {
    kept.stages.delete(`${restApiId}/${stageName}`);
    detachStages(context, ({ apiId, stage }) => apiId === restApiId && stage === stageName);
  });
  deployer.placeStage(context, restApiId, stageName);
  deployer.placePlans(context);
  return {};
}
