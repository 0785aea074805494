import type { Catalog } from '../snapshot/catalog.ts';
import type { ServiceTable } from './service-table.ts';

/** What is built, per service. */
export interface Coverage {
  readonly [service: string]: {
    /** Names of the operations that are built, sorted. */
    readonly operations: readonly string[];
    /** How many AWS has. */
    readonly of: number;
  };
}

/** Counts what is built against what AWS has. */
export async function coverageOf(catalog: Catalog, table: ServiceTable): Promise<Coverage> {
  const services = catalog.services.map(async ({ name, operations }) => {
    return [name, { operations: await table.namesOf(name), of: operations.length }] as const;
  });
  return Object.fromEntries(await Promise.all(services));
}
