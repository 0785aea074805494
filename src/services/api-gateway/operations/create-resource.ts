import type { CreateResourceCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { limitExceeded } from '../faults.ts';
import { limits } from '../limits.ts';
import { resourceOf, restApiOf } from '../records/find.ts';
import { rowsOf } from '../records/rows-of.ts';
import { newId } from '../records/ids.ts';
import { checkPathPart, childrenOf, pathBelow, resourceAnswer } from '../records/resource.ts';

/** Adds a path part below a resource. */
export function createResource(
  input: InputOf<typeof CreateResourceCommand>,
  context: Context,
): OutputOf<typeof CreateResourceCommand> {
  const { kept, ids } = context;
  const { restApiId, parentId, pathPart } = input;
  restApiOf(context, restApiId);
  const parent = resourceOf(context, restApiId, parentId);
  const all = rowsOf(kept.resources, restApiId);
  if (all.length >= limits.resources)
    throw limitExceeded('Maximum number of resources for this API has been reached.');
  checkPathPart(pathPart, parent, childrenOf(all, parent.id));
  const row = {
    id: newId.resource(ids),
    parentId,
    pathPart,
    path: pathBelow(parent, pathPart),
    resourceMethods: {},
  };
  kept.resources.put(`${restApiId}/${row.id}`, row);
  return resourceAnswer(row, undefined);
}
