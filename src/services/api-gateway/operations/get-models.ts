import type { GetModelsCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { page } from '../page.ts';
import { restApiOf } from '../records/find.ts';
import { rowsOf } from '../records/rows-of.ts';

/** Lists the models of an API by name. */
export function getModels(
  input: InputOf<typeof GetModelsCommand>,
  context: Context,
): OutputOf<typeof GetModelsCommand> {
  const { id } = restApiOf(context, input.restApiId);
  return page(rowsOf(context.kept.models, id), input, ({ name }) => name);
}
