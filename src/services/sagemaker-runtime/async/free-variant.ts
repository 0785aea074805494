/** As much of a variant as the choice looks at. */
export interface Choosable {
  readonly name: string;
  readonly weight: number;
  /** Requests it could take now. */
  readonly free: number;
}

/**
 * Chooses among the variants that have room, with a chance of the weight over the sum of the weights; `undefined` when none has.
 * @param chance uniform in [0, 1)
 */
export function chooseFree(variants: readonly Choosable[], chance: number): Choosable | undefined {
  const roomy = variants.filter(({ free, weight }) => free > 0 && (weight > 0 || variants.length === 1));
  const total = roomy.reduce((sum, { weight }) => sum + weight, 0);
  let at = chance * total;
  for (const variant of roomy) {
    at -= variant.weight;
    if (at < 0) return variant;
  }
  return roomy.at(-1); // rounding may leave a hair over
}
