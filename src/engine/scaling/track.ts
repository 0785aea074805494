/** Of what runs, the most that one scale-in of a tracking policy takes away, but always at least one. */
const GRADUAL_SHARE = 0.1;

/** Ratios this close to a whole number are that number: 3 x 0.1 / 0.3 must not need a second instance. */
const CLOSE = 1e-9;

/**
 * The capacity at which the metric would be at its target, were it inversely proportional to capacity; rounded up, so that rounding
 * never leaves too little.
 * @param base what the metric was measured at; of nothing it is taken as one
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html
 */
export function capacityFor(base: number, value: number, target: number): number {
  const exact = (Math.max(base, 1) * value) / target;
  return Math.min(Math.ceil(exact - CLOSE * Math.max(1, exact)), Number.MAX_SAFE_INTEGER);
}

/** The capacity after one scale-in: towards where the metric is at its target, in small steps. */
export function gradually(capacity: number, value: number, target: number): number {
  const most = Math.max(1, Math.floor(capacity * GRADUAL_SHARE));
  return Math.max(0, Math.min(capacity, Math.max(capacityFor(capacity, value, target), capacity - most)));
}
