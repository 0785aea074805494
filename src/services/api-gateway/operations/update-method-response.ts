import type { UpdateMethodResponseCommand, MethodResponse } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { noSuchResponse, notFound } from '../faults.ts';
import { applyPatch, entries, invalidPath, type PatchRule, readBoolean } from '../patch.ts';
import { methodOf, resourceOf } from '../records/find.ts';
import { namedIn, putMethodOf } from '../records/method-of.ts';
import { makeMethodResponse } from '../records/method-response.ts';

const rules: readonly PatchRule<MethodResponse>[] = [
  entries<MethodResponse>('responseParameters', {
    read: readBoolean,
    missing: () => notFound('Invalid parameter name specified'),
  }),
  entries<MethodResponse>('responseModels', {
    missing: () => notFound('Content-Type specified was not found'),
  }),
];

/** Patches a response status of a method. */
export function updateMethodResponse(
  input: InputOf<typeof UpdateMethodResponseCommand>,
  context: Context,
): OutputOf<typeof UpdateMethodResponseCommand> {
  const resource = resourceOf(context, input.restApiId, input.resourceId);
  const method = methodOf(resource, input.httpMethod);
  const before = method.methodResponses?.[input.statusCode];
  if (!before) throw noSuchResponse();
  const patched = applyPatch(before, input.patchOperations, rules, invalidPath);
  const response = makeMethodResponse(
    { ...patched, statusCode: input.statusCode },
    namedIn(context, input.restApiId),
  );
  const methodResponses = { ...method.methodResponses, [input.statusCode]: response };
  putMethodOf(context, input.restApiId, resource, { ...method, methodResponses });
  return response;
}
