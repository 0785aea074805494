import type { GetMethodResponseCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { noSuchResponse } from '../faults.ts';
import { methodOf, resourceOf } from '../records/find.ts';

/** Describes a response status of a method. */
export function getMethodResponse(
  input: InputOf<typeof GetMethodResponseCommand>,
  context: Context,
): OutputOf<typeof GetMethodResponseCommand> {
  const method = methodOf(resourceOf(context, input.restApiId, input.resourceId), input.httpMethod);
  const response = method.methodResponses?.[input.statusCode];
  if (!response) throw noSuchResponse();
  return response;
}
