import type { DeleteMethodResponseCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { noSuchResponse } from '../faults.ts';
import { methodOf, resourceOf } from '../records/find.ts';
import { putMethodOf } from '../records/method-of.ts';

/** Deletes a response status of a method. */
export function deleteMethodResponse(
  input: InputOf<typeof DeleteMethodResponseCommand>,
  context: Context,
): OutputOf<typeof DeleteMethodResponseCommand> {
  const resource = resourceOf(context, input.restApiId, input.resourceId);
  const method = methodOf(resource, input.httpMethod);
  if (!method.methodResponses?.[input.statusCode]) throw noSuchResponse();
  const { [input.statusCode]: _, ...left } = method.methodResponses;
  const { methodResponses: __, ...rest } = method;
  putMethodOf(
    context,
    input.restApiId,
    resource,
    Object.keys(left).length === 0 ? rest : { ...rest, methodResponses: left },
  );
  return {};
}
