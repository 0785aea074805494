/**
 * Chooses a variant with a chance of its weight over the sum of the weights; `undefined` when they are all zero.
 * @param chance uniform in [0, 1)
 */
export function chooseVariant<V extends { readonly weight: number }>(
  variants: readonly V[],
  chance: number,
): V | undefined {
  const [only, another] = variants;
  if (!another) return only;
  const total = variants.reduce((sum, variant) => sum + variant.weight, 0);
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
