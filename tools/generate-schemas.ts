/**
 * Extracts the operation schemas of the pinned `@aws-sdk/client-*` packages into `generated/schemas/` and the index of services into
 * `generated/services.json`. `--check` compares instead of writing and fails on a difference.
 */
import type { SchemaFile, ServiceEntry } from '../src/wire/snapshot/schema-file.ts';
import { CLIENTS, clientVersion, loadClient, serviceEntry } from './sdk/clients.ts';
import { extractSchemas } from './sdk/extract.ts';
import { formatJson, Output } from './sdk/files.ts';

const output = new Output(process.argv.includes('--check'));
const services: ServiceEntry[] = [];
for (const source of CLIENTS) {
  const sdk = await loadClient(source.client);
  const schemas = extractSchemas(sdk);
  const file: SchemaFile = {
    origin: {
      source: `@aws-sdk/${source.client}`,
      version: clientVersion(source.client),
      licence: 'Apache-2.0',
    },
    ...schemas,
  };
  await output.put(`schemas/${source.name}.json`, formatJson({ ...file }));
  services.push(serviceEntry(source, sdk, Object.keys(schemas.operations)));
}
await output.put('services.json', formatJson({ services }));
output.finish('node tools/generate-schemas.ts');
