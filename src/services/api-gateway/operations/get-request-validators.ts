import type { GetRequestValidatorsCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { page } from '../page.ts';
import { restApiOf } from '../records/find.ts';
import { rowsOf } from '../records/rows-of.ts';

/** Lists the request validators of an API. */
export function getRequestValidators(
  input: InputOf<typeof GetRequestValidatorsCommand>,
  context: Context,
): OutputOf<typeof GetRequestValidatorsCommand> {
  const { id } = restApiOf(context, input.restApiId);
  return page(rowsOf(context.kept.validators, id), input, (row) => row.id);
}
