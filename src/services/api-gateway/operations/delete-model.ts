import type { DeleteModelCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { modelOf } from '../records/find.ts';
import { rowsOf } from '../records/rows-of.ts';
import { checkUnused } from '../records/model.ts';

/** Deletes a model that no method names. */
export function deleteModel(
  input: InputOf<typeof DeleteModelCommand>,
  context: Context,
): OutputOf<typeof DeleteModelCommand> {
  const { kept } = context;
  const { restApiId, modelName } = input;
  modelOf(context, restApiId, modelName);
  checkUnused(modelName, rowsOf(kept.resources, restApiId), rowsOf(kept.models, restApiId), restApiId);
  kept.models.delete(`${restApiId}/${modelName}`);
  return {};
}
