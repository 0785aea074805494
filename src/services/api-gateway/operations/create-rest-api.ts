import type { CreateRestApiCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { limitExceeded } from '../faults.ts';
import { limits } from '../limits.ts';
import { cloneParts, fillNewApi } from '../records/new-api.ts';
import { restApiOf } from '../records/find.ts';
import { makeRestApi, restApiAnswer } from '../records/rest-api.ts';

/** Makes an empty API, or a copy of another. */
export function createRestApi(
  input: InputOf<typeof CreateRestApiCommand>,
  context: Context,
): OutputOf<typeof CreateRestApiCommand> {
  const { kept, transaction } = context;
  if (kept.restApis.count() >= limits.restApis)
    throw limitExceeded('Maximum number of REST APIs for this account has been reached.');
  const api = makeRestApi(input, context);
  transaction(() => {
    kept.restApis.put(api.id, api);
    if (input.cloneFrom === undefined) fillNewApi(context, api);
    else cloneParts(context, restApiOf(context, input.cloneFrom), api);
  });
  return restApiAnswer(api);
}
