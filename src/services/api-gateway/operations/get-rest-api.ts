import type { GetRestApiCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { restApiOf } from '../records/find.ts';
import { restApiAnswer } from '../records/rest-api.ts';

/** Describes an API. */
export function getRestApi(
  input: InputOf<typeof GetRestApiCommand>,
  context: Context,
): OutputOf<typeof GetRestApiCommand> {
  return restApiAnswer(restApiOf(context, input.restApiId));
}
