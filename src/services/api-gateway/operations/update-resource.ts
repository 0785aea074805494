import type { UpdateResourceCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { badRequest, noSuchResource } from '../faults.ts';
import { applyPatch, type PatchRule } from '../patch.ts';
import { resourceOf } from '../records/find.ts';
import { rowsOf } from '../records/rows-of.ts';
import {
  checkPathPart,
  childrenOf,
  movePaths,
  pathBelow,
  resourceAnswer,
  subtreeOf,
} from '../records/resource.ts';
import type { ResourceRow } from '../records/rows.ts';

const rules: readonly PatchRule<ResourceRow>[] = (['parentId', 'pathPart'] as const).map((name) => ({
  path: `/${name}`,
  replace: (row, value) => {
    if (row.parentId === undefined) throw badRequest(`Root resource cannot update its ${name}.`);
    return { ...row, [name]: value };
  },
}));

/** Renames a resource, or hangs it elsewhere. */
export function updateResource(
  input: InputOf<typeof UpdateResourceCommand>,
  context: Context,
): OutputOf<typeof UpdateResourceCommand> {
  const { kept, transaction } = context;
  const { restApiId } = input;
  const before = resourceOf(context, restApiId, input.resourceId);
  const all = rowsOf(kept.resources, restApiId);
  const patched = applyPatch(before, input.patchOperations, rules);
  const parent = all.find(({ id }) => id === patched.parentId);
  if (!parent) throw noSuchResource();
  if (subtreeOf(all, before.id).includes(parent)) throw badRequest('Resources cannot be cyclical.');
  checkPathPart(patched.pathPart ?? '', parent, childrenOf(all, parent.id), before.id);
  const row = { ...patched, path: pathBelow(parent, patched.pathPart ?? '') };
  transaction(() => movePaths(context, restApiId, row));
  return resourceAnswer(row, undefined);
}
