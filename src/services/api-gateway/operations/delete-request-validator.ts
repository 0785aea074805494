import type { DeleteRequestValidatorCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { validatorOf } from '../records/find.ts';

/** Deletes a request validator. */
export function deleteRequestValidator(
  input: InputOf<typeof DeleteRequestValidatorCommand>,
  context: Context,
): OutputOf<typeof DeleteRequestValidatorCommand> {
  const { restApiId, requestValidatorId } = input;
  validatorOf(context, restApiId, requestValidatorId);
  context.kept.validators.delete(`${restApiId}/${requestValidatorId}`);
  return {};
}
