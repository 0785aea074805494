import type { GetMethodCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { methodOf, resourceOf } from '../records/find.ts';

/** Describes a method with its integration and responses. */
export function getMethod(
  input: InputOf<typeof GetMethodCommand>,
  context: Context,
): OutputOf<typeof GetMethodCommand> {
  return methodOf(resourceOf(context, input.restApiId, input.resourceId), input.httpMethod);
}
