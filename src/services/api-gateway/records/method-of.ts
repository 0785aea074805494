import type { Method } from '@aws-sdk/client-api-gateway';
import type { Context } from '../context.ts';
import type { Named } from './method.ts';
import type { ResourceRow } from './rows.ts';

/** What an API has that its methods may name. */
export const namedIn = ({ kept }: Context, apiId: string): Named => ({
  hasModel: (name) => kept.models.get(`${apiId}/${name}`) !== undefined,
  hasValidator: (id) => kept.validators.get(`${apiId}/${id}`) !== undefined,
});

/** Writes a resource with one of its methods as it now is. */
export function putMethodOf({ kept }: Context, apiId: string, resource: ResourceRow, method: Method): void {
  const resourceMethods = { ...resource.resourceMethods, [method.httpMethod ?? '']: method };
  kept.resources.put(`${apiId}/${resource.id}`, { ...resource, resourceMethods });
}
