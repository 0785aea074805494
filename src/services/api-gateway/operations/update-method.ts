import type { UpdateMethodCommand, Method } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { applyPatch, entries, invalidPath, member, type PatchRule, readBoolean, without } from '../patch.ts';
import { methodOf, resourceOf } from '../records/find.ts';
import {
  checkAuthorization,
  checkModels,
  checkRequestParameters,
  checkValidator,
} from '../records/method.ts';
import { namedIn, putMethodOf } from '../records/method-of.ts';

const rules: readonly PatchRule<Method>[] = [
  member<Method, 'authorizationType'>('authorizationType'),
  member<Method, 'authorizerId'>('authorizerId'),
  member<Method, 'apiKeyRequired'>('apiKeyRequired', readBoolean),
  member<Method, 'operationName'>('operationName'),
  {
    path: '/requestValidatorId',
    replace: (row, value) =>
      value === '' ? without(row, 'requestValidatorId') : { ...row, requestValidatorId: value },
  },
  entries<Method>('requestParameters', { read: readBoolean }),
  entries<Method>('requestModels'),
];

/** Patches a method. */
export function updateMethod(
  input: InputOf<typeof UpdateMethodCommand>,
  context: Context,
): OutputOf<typeof UpdateMethodCommand> {
  const resource = resourceOf(context, input.restApiId, input.resourceId);
  const method = applyPatch(methodOf(resource, input.httpMethod), input.patchOperations, rules, invalidPath);
  const named = namedIn(context, input.restApiId);
  checkAuthorization(method.authorizationType ?? '', method.authorizerId);
  checkModels(method.requestModels, named);
  checkValidator(method.requestValidatorId, named);
  checkRequestParameters(method.requestParameters);
  putMethodOf(context, input.restApiId, resource, method);
  return method;
}
