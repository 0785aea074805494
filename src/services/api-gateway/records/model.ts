import { schemaFault } from '../../../engine/gateway/index.ts';
import { badRequest, conflict } from '../faults.ts';
import type { ModelRow, ResourceRow } from './rows.ts';

/** Refuses a model that is no JSON Schema draft-04. */
export function checkModel(name: string, schema: string | undefined): void {
  if (name === '') throw badRequest('Model name must be non-empty');
  if (!/^[a-zA-Z0-9]+$/.test(name)) throw badRequest('Model name must be alphanumeric: ' + name);
  if (!schema) throw badRequest('Model schema must have at least 1 property or array items defined');
  const fault = schemaFault(schema);
  if (fault !== undefined) {
    throw badRequest(
      `Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified. ${fault}]`,
    );
  }
}

/** Refuses to delete a model that a method or another model names. */
export function checkUnused(
  name: string,
  resources: readonly ResourceRow[],
  models: readonly ModelRow[],
  apiId: string,
): void {
  for (const { path, resourceMethods } of resources) {
    for (const method of Object.values(resourceMethods)) {
      if (Object.values(method.requestModels ?? {}).includes(name)) {
        throw conflict(
          `Cannot delete model '${name}', is referenced in method request: ${path}/${method.httpMethod}`,
        );
      }
      for (const response of Object.values(method.methodResponses ?? {})) {
        if (Object.values(response.responseModels ?? {}).includes(name)) {
          throw conflict(
            `Cannot delete model '${name}', is referenced in method response: ${path}/${method.httpMethod}/${response.statusCode}`,
          );
        }
      }
    }
  }
  const reference = `/restapis/${apiId}/models/${name}"`;
  const other = models.find((model) => model.name !== name && model.schema.includes(reference));
  if (other) throw conflict(`Cannot delete model '${name}', is referenced in model: ${other.name}`);
}

/** A schema with the models it refers to as definitions of its own. */
export function flattened(schema: string, models: readonly ModelRow[]): string {
  const byName = new Map(models.map((model) => [model.name, model.schema]));
  const definitions: Record<string, unknown> = {};
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => {
        const model = name === '$ref' && typeof inner === 'string' && /\/models\/(\w+)$/.exec(inner)?.[1];
        if (!model || !byName.has(model)) return [name, resolve(inner)];
        if (!Object.hasOwn(definitions, model)) {
          definitions[model] = null;
          definitions[model] = resolve(JSON.parse(byName.get(model) ?? '{}'));
        }
        return [name, `#/definitions/${model}`];
      }),
    );
  };
  const flat = resolve(JSON.parse(schema)) as { definitions?: object };
  if (Object.keys(definitions).length === 0) return schema;
  return JSON.stringify({ ...flat, definitions: { ...flat.definitions, ...definitions } });
}
