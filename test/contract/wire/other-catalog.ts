/** Catalogs of services that are not Postern's, read from their SDK clients as the generator does: other protocols to test with. */
import type { Catalog } from '../../../src/wire/snapshot/catalog.ts';
import { readModel } from '../../../src/wire/snapshot/read-model.ts';
import { serviceEntry } from '../../../tools/sdk/clients.ts';
import { extractSchemas } from '../../../tools/sdk/extract.ts';

/** A catalog of one service, without constraints. */
export function catalogOf(
  name: string,
  sdk: Readonly<Record<string, unknown>>,
  protocols: readonly string[],
): Catalog {
  const schemas = extractSchemas(sdk);
  const source = { name, client: `client-${name}`, botocore: name, protocols };
  const entry = serviceEntry(source, sdk, Object.keys(schemas.operations));
  const origin = { source: entry.client, version: '', licence: '' };
  const model = readModel(entry, { origin, ...schemas }, undefined);
  return {
    services: [entry],
    model: (wanted) => (wanted === name ? model : undefined),
    unsigned: () => new Set(),
  };
}
