import type { UpdateRequestValidatorCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { badRequest } from '../faults.ts';
import { applyPatch, member, type PatchRule, readBoolean } from '../patch.ts';
import { validatorOf } from '../records/find.ts';
import type { ValidatorRow } from '../records/rows.ts';

const rules: readonly PatchRule<ValidatorRow>[] = [
  member<ValidatorRow, 'name'>('name', (value) => {
    if (value === '') throw badRequest('Request Validator name cannot be blank');
    return value;
  }),
  member<ValidatorRow, 'validateRequestParameters'>('validateRequestParameters', readBoolean),
  member<ValidatorRow, 'validateRequestBody'>('validateRequestBody', readBoolean),
];

/** Patches a request validator. */
export function updateRequestValidator(
  input: InputOf<typeof UpdateRequestValidatorCommand>,
  context: Context,
): OutputOf<typeof UpdateRequestValidatorCommand> {
  const { restApiId, requestValidatorId, patchOperations } = input;
  const row = applyPatch(validatorOf(context, restApiId, requestValidatorId), patchOperations, rules);
  context.kept.validators.put(`${restApiId}/${requestValidatorId}`, row);
  return row;
}
