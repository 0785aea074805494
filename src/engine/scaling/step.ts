import type { Step, StepPolicy } from './policy.ts';

/**
 * The step for a breach. Above the threshold the lower bound belongs to a step and the upper does not; below it is the other way round.
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html
 */
function stepFor(steps: readonly Step[], breach: number): Step | undefined {
  return steps.find(({ lower = -Infinity, upper = Infinity }) =>
    breach >= 0 ? lower <= breach && breach < upper : lower < breach && breach <= upper,
  );
}

/** The capacity that a policy asks for at a breach, from `base`; `base` itself where no step is meant. */
export function adjusted(policy: StepPolicy, base: number, breach: number): number {
  const step = stepFor(policy.steps, breach);
  if (!step) return base;
  if (policy.adjusts === 'to') return step.adjustment;
  if (policy.adjusts === 'by') return Math.max(0, base + step.adjustment);
  return Math.max(0, base + percentOf(base, step.adjustment, policy.leastChange ?? 1));
}

/** A share of `base`, towards nothing, but at least `least` when it is a share at all. */
function percentOf(base: number, percent: number, least: number): number {
  if (percent === 0) return 0;
  const change = Math.trunc((base * percent) / 100);
  return Math.abs(change) >= least ? change : Math.sign(percent) * least;
}
