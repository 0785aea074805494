/**
 * Chooses a variant with a chance of its weight over the sum of the weights; `undefined` when they are all zero. One
 * that is alone is chosen whatever its weight.
 * @param chance uniform in [0, 1)
 */
export function chooseVariant<V extends { readonly weight: number }>(
  variants: readonly V[],
  chance: number,
): V | undefined {
  if (variants.length === 1) return variants[0];
  let total = 0;
  for (const { weight } of variants) total += weight;
  let at = chance * total;
  let last: V | undefined;
  for (const variant of variants) {
    if (variant.weight <= 0) continue;
    last = variant;
    at -= variant.weight;
    if (at < 0) return variant;
  }
  return last; // rounding may leave a hair over
}
