import type { CreateModelCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { conflict } from '../faults.ts';
import { restApiOf } from '../records/find.ts';
import { newId } from '../records/ids.ts';
import { checkModel } from '../records/model.ts';

/** Adds a model: a JSON Schema under a name. */
export function createModel(
  input: InputOf<typeof CreateModelCommand>,
  context: Context,
): OutputOf<typeof CreateModelCommand> {
  const { kept, ids } = context;
  const { restApiId, name, contentType, description, schema } = input;
  restApiOf(context, restApiId);
  checkModel(name, schema);
  const row = {
    id: newId.model(ids),
    name,
    ...(description === undefined ? {} : { description }),
    schema: schema ?? '',
    contentType,
  };
  if (!kept.models.insert(`${restApiId}/${name}`, row))
    throw conflict('Model name already exists for this REST API');
  return row;
}
