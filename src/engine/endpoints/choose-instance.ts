/** As much of an instance as routing looks at. */
export interface Candidate {
  /** Requests it has been given and has not answered. */
  readonly outstanding: number;
}

/**
 * Chooses among the instances in service one that has room, `undefined` when none has. Looks at each at most once and
 * allocates nothing.
 * @param concurrency requests an instance is given at once
 * @param chance uniform in [0, 1): where the look begins, so that equals get equal shares
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantRoutingConfig.html
 */
export function chooseInstance<I extends Candidate>(
  inService: readonly I[],
  routing: 'random' | 'least-outstanding',
  concurrency: number,
  chance: number,
): I | undefined {
  const count = inService.length;
  let chosen: I | undefined;
  let least = concurrency;
  for (let i = 0, at = Math.floor(chance * count); i < count; i++, at++) {
    const instance = inService[at < count ? at : at - count] as I;
    if (instance.outstanding >= least) continue;
    chosen = instance;
    least = instance.outstanding;
    if (least === 0 || routing === 'random') break;
  }
  return chosen;
}

/**
 * Chooses which instances leave when there are to be fewer: those that do not serve, then the least loaded, of equals
 * the youngest.
 * @param instances oldest first
 */
export function chooseLeaving<I extends Candidate & { readonly inService: boolean }>(
  instances: readonly I[],
  count: number,
): readonly I[] {
  const load = (instance: I) => (instance.inService ? instance.outstanding : -1);
  return instances
    .toReversed()
    .sort((a, b) => load(a) - load(b))
    .slice(0, count);
}
