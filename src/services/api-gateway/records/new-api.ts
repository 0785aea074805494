import type { Context } from '../context.ts';
import { rowsOf } from './rows-of.ts';
import { newId } from './ids.ts';
import type { ResourceRow, RestApiRow } from './rows.ts';

/** The root of an API without methods. */
export const rootOf = ({ rootResourceId }: RestApiRow): ResourceRow => ({
  id: rootResourceId,
  path: '/',
  resourceMethods: {},
});

/** Gives a new API its root and the models every API has. */
export function fillNewApi(context: Context, api: RestApiRow): void {
  context.kept.resources.put(`${api.id}/${api.rootResourceId}`, rootOf(api));
  putUsualModels(context, api.id);
}

/** `Empty` and `Error`. */
export function putUsualModels({ kept, ids }: Context, apiId: string): void {
  for (const model of usualModels) {
    kept.models.put(`${apiId}/${model.name}`, {
      ...model,
      id: newId.model(ids),
      contentType: 'application/json',
    });
  }
}

/** Gives a new API what another has, under ids of its own for what is named by id in paths. */
export function cloneParts(context: Context, from: RestApiRow, to: RestApiRow): void {
  const { kept } = context;
  for (const row of rowsOf(kept.resources, from.id)) {
    const id = row.id === from.rootResourceId ? to.rootResourceId : row.id;
    const parentId = row.parentId === from.rootResourceId ? to.rootResourceId : row.parentId;
    kept.resources.put(`${to.id}/${id}`, { ...row, id, ...(parentId === undefined ? {} : { parentId }) });
  }
  for (const part of ['models', 'validators', 'gatewayResponses'] as const) {
    for (const { key, row } of kept[part].list({ prefix: `${from.id}/` })) {
      kept[part].put(`${to.id}/${key.slice(from.id.length + 1)}`, row as never);
    }
  }
}

const usualModels = [
  {
    name: 'Empty',
    description: 'This is a default empty schema model',
    schema:
      '{\n  "$schema": "http://json-schema.org/draft-04/schema#",\n  "title" : "Empty Schema",\n  "type" : "object"\n}',
  },
  {
    name: 'Error',
    description: 'This is a default error schema model',
    schema:
      '{\n  "$schema" : "http://json-schema.org/draft-04/schema#",\n  "title" : "Error Schema",\n  "type" : "object",\n  "properties" : {\n    "message" : { "type" : "string" }\n  }\n}',
  },
] as const;
