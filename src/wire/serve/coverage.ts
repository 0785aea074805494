import type { ServiceDefinition } from '../service.ts';
import type { Catalog } from '../snapshot/catalog.ts';

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
export function coverageOf(catalog: Catalog, definitions: readonly ServiceDefinition[]): Coverage {
  return Object.fromEntries(
    catalog.services.map(({ name, operations }) => {
      const built = definitions.find((definition) => definition.name === name)?.operations ?? {};
      return [name, { operations: Object.keys(built).sort(), of: operations.length }];
    }),
  );
}
