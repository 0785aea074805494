import type { AliasRow, ProvisionedRow } from '../records/rows.ts';
import { isAlias } from '../translate/names.ts';

/** How many workers of each version are kept up. */
export type Shares = ReadonlyMap<string, number>;

/**
 * Gives what is provisioned for versions to them, and what is provisioned for an alias to its versions by their weights, rounded up.
 * @param provisioned by `name/qualifier`, of one function
 */
export function sharesOf(
  provisioned: readonly { readonly key: string; readonly row: ProvisionedRow }[],
  aliasOf: (alias: string) => AliasRow | undefined,
): Shares {
  const shares = new Map<string, number>();
  const add = (version: string, count: number) => shares.set(version, (shares.get(version) ?? 0) + count);
  for (const { key, row } of provisioned) {
    const qualifier = key.slice(key.indexOf('/') + 1);
    if (!isAlias(qualifier)) {
      add(qualifier, row.requested);
      continue;
    }
    const alias = aliasOf(qualifier);
    if (!alias) continue;
    let left = 1;
    for (const [version, weight] of Object.entries(alias.weights ?? {})) {
      add(version, Math.ceil(row.requested * weight));
      left -= weight;
    }
    add(alias.version, Math.ceil(row.requested * left));
  }
  return shares;
}
