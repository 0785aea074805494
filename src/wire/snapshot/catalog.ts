import { readFileSync } from 'node:fs';
import type { ServiceModel } from '../shape.ts';
import { readModel } from './read-model.ts';
import type { ConstraintFile, SchemaFile, ServiceEntry, ServicesFile } from './schema-file.ts';

/** The services of `generated/`: their facts at once, their schemas when first needed. */
export interface Catalog {
  readonly services: readonly ServiceEntry[];
  /** The model of a service by our name of it. */
  model(name: string): ServiceModel | undefined;
  /** Operations that AWS takes without a signature, by service. */
  unsigned(name: string): ReadonlySet<string>;
}

/**
 * Opens the catalog.
 * @param directory where `services.json` is; default the repository's `generated/`
 */
export function openCatalog(directory: URL = new URL('../../../generated/', import.meta.url)): Catalog {
  const read = <File>(path: string) => JSON.parse(readFileSync(new URL(path, directory), 'utf8')) as File;
  const { services } = read<ServicesFile>('services.json');
  const loaded = new Map<string, { model: ServiceModel; unsigned: ReadonlySet<string> }>();
  const load = (name: string) => {
    const present = loaded.get(name);
    if (present) return present;
    const entry = services.find((service) => service.name === name);
    if (!entry) return undefined;
    const constraints = read<ConstraintFile>(`constraints/${name}.json`);
    const model = readModel(entry, read<SchemaFile>(`schemas/${name}.json`), constraints);
    const made = { model, unsigned: new Set(constraints.unsigned) };
    loaded.set(name, made);
    return made;
  };
  return {
    services,
    model: (name) => load(name)?.model,
    unsigned: (name) => load(name)?.unsigned ?? new Set(),
  };
}
