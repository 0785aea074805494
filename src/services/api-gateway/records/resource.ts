import type { Resource } from '@aws-sdk/client-api-gateway';
import type { Context } from '../context.ts';
import { badRequest, conflict } from '../faults.ts';
import { rowsOf } from './rows-of.ts';
import type { ResourceRow } from './rows.ts';

/** The path below a parent. */
export const pathBelow = (parent: ResourceRow, part: string): string =>
  `${parent.path === '/' ? '' : parent.path}/${part}`;

/** Refuses a path part that is none, or that the parent cannot have. @param but the resource itself, when it is renamed */
export function checkPathPart(
  part: string,
  parent: ResourceRow,
  siblings: readonly ResourceRow[],
  but?: string,
): void {
  if (!/^(\{[a-zA-Z0-9._-]+\+?\}|[a-zA-Z0-9._:~$+%,-]+)$/.test(part)) {
    throw badRequest(
      "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.",
    );
  }
  if (parent.pathPart?.endsWith('+}')) {
    throw badRequest(`Cannot create a child of a resource with a greedy path variable: ${parent.pathPart}`);
  }
  for (const sibling of siblings) {
    if (sibling.id === but) continue;
    if (sibling.pathPart === part) {
      throw conflict(`Another resource with the same parent already has this name: ${part}`);
    }
    if (part.startsWith('{') && sibling.pathPart?.startsWith('{')) {
      throw badRequest(
        `A sibling (${sibling.pathPart}) of this resource already has a variable path part -- only one is allowed`,
      );
    }
  }
}

/** The children of a resource. */
export const childrenOf = (all: readonly ResourceRow[], id: string): ResourceRow[] =>
  all.filter(({ parentId }) => parentId === id);

/** A resource and all below it. */
export function subtreeOf(all: readonly ResourceRow[], id: string): ResourceRow[] {
  const self = all.filter((row) => row.id === id);
  return [...self, ...childrenOf(all, id).flatMap((child) => subtreeOf(all, child.id))];
}

/** Writes a resource's path anew, and those below it. */
export function movePaths({ kept }: Context, apiId: string, moved: ResourceRow): void {
  kept.resources.put(`${apiId}/${moved.id}`, moved);
  for (const child of childrenOf(rowsOf(kept.resources, apiId), moved.id)) {
    movePaths({ kept } as Context, apiId, { ...child, path: pathBelow(moved, child.pathPart ?? '') });
  }
}

/** A resource as it is answered: methods in full when they are embedded, else by name alone. */
export function resourceAnswer(row: ResourceRow, embed: readonly string[] | undefined): Resource {
  const names = Object.keys(row.resourceMethods);
  const whole = embed?.includes('methods') ?? false;
  return {
    id: row.id,
    ...(row.parentId === undefined ? {} : { parentId: row.parentId }),
    ...(row.pathPart === undefined ? {} : { pathPart: row.pathPart }),
    path: row.path,
    ...(names.length === 0
      ? {}
      : {
          resourceMethods: whole ? row.resourceMethods : Object.fromEntries(names.map((name) => [name, {}])),
        }),
  };
}
