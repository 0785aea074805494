import type { PutMethodCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { conflict } from '../faults.ts';
import { resourceOf } from '../records/find.ts';
import { makeMethod } from '../records/method.ts';
import { namedIn, putMethodOf } from '../records/method-of.ts';

/** Adds a method to a resource. */
export function putMethod(
  input: InputOf<typeof PutMethodCommand>,
  context: Context,
): OutputOf<typeof PutMethodCommand> {
  const resource = resourceOf(context, input.restApiId, input.resourceId);
  if (Object.hasOwn(resource.resourceMethods, input.httpMethod)) {
    throw conflict('Method already exists for this resource');
  }
  const method = makeMethod(input, namedIn(context, input.restApiId));
  putMethodOf(context, input.restApiId, resource, method);
  return method;
}
