/** As much of an instance as routing looks at. */
export interface Candidate {
  /** Requests it has been given and has not answered. */
  readonly outstanding: number;
}

/**
 * Chooses among the instances that are in service, those with room first.
 * @param chance uniform in [0, 1)
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantRoutingConfig.html
 */
export function chooseInstance<I extends Candidate>(
  inService: readonly I[],
  routing: 'random' | 'least-outstanding',
  concurrency: number,
  chance: number,
): I | undefined {
  const [only, another] = inService;
  if (!another) return only;
  const roomy = inService.filter((instance) => instance.outstanding < concurrency);
  let candidates = roomy.length > 0 ? roomy : inService;
  if (routing === 'least-outstanding') {
    const least = Math.min(...candidates.map((instance) => instance.outstanding));
    candidates = candidates.filter((instance) => instance.outstanding === least);
  }
  return candidates[Math.floor(chance * candidates.length)];
}
