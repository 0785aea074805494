import type { GetStagesCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { restApiOf } from '../records/find.ts';
import { rowsOf } from '../records/rows-of.ts';
import { stageAnswer } from '../records/stage.ts';

/** Lists the stages of an API, or of one deployment. */
export function getStages(
  input: InputOf<typeof GetStagesCommand>,
  context: Context,
): OutputOf<typeof GetStagesCommand> {
  const { id } = restApiOf(context, input.restApiId);
  const { deploymentId } = input;
  const rows = rowsOf(context.kept.stages, id).filter(
    (stage) => deploymentId === undefined || stage.deploymentId === deploymentId,
  );
  return { item: rows.map(stageAnswer) };
}
