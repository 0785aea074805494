import type { AliasRow } from '../records/rows.ts';

/**
 * The version a request to an alias goes to.
 * @param chance 0 to 1, drawn for this request
 */
export function chooseVersion(
  { version, weights = {} }: Pick<AliasRow, 'version' | 'weights'>,
  chance: number,
): string {
  let below = 0;
  for (const [other, weight] of Object.entries(weights)) {
    below += weight;
    if (chance < below) return other;
  }
  return version;
}
