import type { PutMethodResponseCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { conflict } from '../faults.ts';
import { methodOf, resourceOf } from '../records/find.ts';
import { namedIn, putMethodOf } from '../records/method-of.ts';
import { makeMethodResponse } from '../records/method-response.ts';

/** Adds a response status to a method. */
export function putMethodResponse(
  input: InputOf<typeof PutMethodResponseCommand>,
  context: Context,
): OutputOf<typeof PutMethodResponseCommand> {
  const resource = resourceOf(context, input.restApiId, input.resourceId);
  const method = methodOf(resource, input.httpMethod);
  if (method.methodResponses?.[input.statusCode]) throw conflict('Response already exists for this resource');
  const response = makeMethodResponse(input, namedIn(context, input.restApiId));
  const methodResponses = { ...method.methodResponses, [input.statusCode]: response };
  putMethodOf(context, input.restApiId, resource, { ...method, methodResponses });
  return response;
}
