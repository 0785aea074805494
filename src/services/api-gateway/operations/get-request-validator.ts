import type { GetRequestValidatorCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { validatorOf } from '../records/find.ts';

/** Describes a request validator. */
export function getRequestValidator(
  input: InputOf<typeof GetRequestValidatorCommand>,
  context: Context,
): OutputOf<typeof GetRequestValidatorCommand> {
  return validatorOf(context, input.restApiId, input.requestValidatorId);
}
