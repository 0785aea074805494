import type { CreateRequestValidatorCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { badRequest } from '../faults.ts';
import { newId } from '../records/ids.ts';

/** Adds a request validator. */
export function createRequestValidator(
  input: InputOf<typeof CreateRequestValidatorCommand>,
  context: Context,
): OutputOf<typeof CreateRequestValidatorCommand> {
  const { kept, ids } = context;
  const { restApiId, name } = input;
  if (!kept.restApis.get(restApiId)) throw badRequest('Invalid REST API identifier specified');
  const row = {
    id: newId.validator(ids),
    ...(name === undefined ? {} : { name }),
    validateRequestBody: input.validateRequestBody ?? false,
    validateRequestParameters: input.validateRequestParameters ?? false,
  };
  kept.validators.put(`${restApiId}/${row.id}`, row);
  return row;
}
