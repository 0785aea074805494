import type { GetStageCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { stageOf } from '../records/find.ts';
import { stageAnswer } from '../records/stage.ts';

/** Describes a stage. */
export function getStage(
  input: InputOf<typeof GetStageCommand>,
  context: Context,
): OutputOf<typeof GetStageCommand> {
  return stageAnswer(stageOf(context, input.restApiId, input.stageName));
}
