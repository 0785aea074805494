import type { DeleteResourceCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { badRequest } from '../faults.ts';
import { resourceOf } from '../records/find.ts';
import { rowsOf } from '../records/rows-of.ts';
import { subtreeOf } from '../records/resource.ts';

/** Deletes a resource and all below it. */
export function deleteResource(
  input: InputOf<typeof DeleteResourceCommand>,
  context: Context,
): OutputOf<typeof DeleteResourceCommand> {
  const { kept, transaction } = context;
  const row = resourceOf(context, input.restApiId, input.resourceId);
  if (row.parentId === undefined) throw badRequest('Root resource cannot be deleted');
  const below = subtreeOf(rowsOf(kept.resources, input.restApiId), row.id);
  transaction(() => {
    for (const { id } of below) kept.resources.delete(`${input.restApiId}/${id}`);
  });
  return {};
}
