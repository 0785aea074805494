import type { GetModelCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { modelOf } from '../records/find.ts';
import { rowsOf } from '../records/rows-of.ts';
import { flattened } from '../records/model.ts';

/** Describes a model; flat, with what it refers to inside. */
export function getModel(
  input: InputOf<typeof GetModelCommand>,
  context: Context,
): OutputOf<typeof GetModelCommand> {
  const model = modelOf(context, input.restApiId, input.modelName);
  if (!input.flatten) return model;
  return { ...model, schema: flattened(model.schema, rowsOf(context.kept.models, input.restApiId)) };
}
