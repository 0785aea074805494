import type { DeleteMethodCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { methodOf, resourceOf } from '../records/find.ts';

/** Deletes a method. */
export function deleteMethod(
  input: InputOf<typeof DeleteMethodCommand>,
  context: Context,
): OutputOf<typeof DeleteMethodCommand> {
  const resource = resourceOf(context, input.restApiId, input.resourceId);
  methodOf(resource, input.httpMethod);
  const { [input.httpMethod]: _, ...resourceMethods } = resource.resourceMethods;
  context.kept.resources.put(`${input.restApiId}/${resource.id}`, { ...resource, resourceMethods });
  return {};
}
