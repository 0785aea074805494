import type { ResizeOutcome, Rollout, StartFailure } from '../../../../engine/endpoints/index.ts';
import type { RolloutProgress } from '../../records/endpoint.ts';
import { activeInstances, type RolloutPlan } from './plan.ts';
import type { Setback } from './setback.ts';
import type { Interruption, RolloutWatch } from './watch.ts';

/** A variant and how many instances it is to have in the end. */
export interface Counted {
  readonly name: string;
  readonly instances: number;
}

/** One deployment taking the place of another. */
export interface RolloutRun {
  readonly plan: RolloutPlan;
  /** The first step that is still to be done. */
  readonly from: number;
  /** The two fleets; the new one was staged with the instances of the first step. */
  readonly rollout: Rollout;
  readonly before: readonly Counted[];
  readonly next: readonly Counted[];
  readonly watch: RolloutWatch;
  /** Writes down how far it has got. */
  readonly enter: (step: number, stage: RolloutProgress['stage']) => void;
}

/** Instances of the new fleet that a step needs; those of a blue/green deployment start all at once. */
export const instancesAt = (plan: RolloutPlan, step: number, instances: number): number =>
  plan.kind === 'rolling' ? activeInstances(instances, plan.steps[step]?.share ?? 1) : instances;

/** How far a deployment got: what stopped it, if anything, and the share that the new fleet had then. */
export interface Advance {
  readonly setback: Setback | undefined;
  readonly reached: number;
}

/** Goes through the steps of a deployment, until the new fleet takes all requests or something stops it. */
export async function advanceRollout(run: RolloutRun): Promise<Advance> {
  const { plan, from, rollout, watch, next, before, enter } = run;
  let reached = 0;
  for (const [step, { share, bakeSeconds }] of plan.steps.entries()) {
    if (step < from) continue;
    enter(step, 'Creating');
    const start =
      step === from
        ? startSetback(await watch.within(rollout.started()))
        : await resizeAll(run, 'new', next, (count) => instancesAt(plan, step, count));
    if (start) return { setback: start, reached };
    enter(step, 'ActivatingTraffic');
    rollout.shift(share);
    reached = share;
    enter(step, 'Baking');
    const setback = await watch.bake(bakeSeconds);
    if (setback) return { setback, reached };
    if (plan.kind === 'rolling' && share < 1) {
      enter(step, 'Deleting');
      const shrink = await resizeAll(run, 'old', before, (count) => Math.ceil(count * (1 - share)));
      if (shrink) return { setback: shrink, reached };
    }
  }
  return { setback: undefined, reached };
}

/**
 * Gives the requests back to the old fleet, in the batches of the plan.
 * @returns what kept the old fleet from coming back
 */
export async function revertRollout(run: RolloutRun, reached: number): Promise<Setback | undefined> {
  const { plan, rollout, before, next } = run;
  if (plan.kind === 'blue-green') {
    rollout.shift(0);
    return undefined;
  }
  for (const share of plan.rollback.filter((one) => one < reached)) {
    const grow = await resizeAll(run, 'old', before, (count) => Math.ceil(count * (1 - share)), false);
    if (grow) return grow;
    rollout.shift(share);
    if (share > 0) await resizeAll(run, 'new', next, (count) => activeInstances(count, share), false);
  }
  return undefined;
}

async function resizeAll(
  { rollout, watch }: RolloutRun,
  fleet: 'old' | 'new',
  variants: readonly Counted[],
  countOf: (instances: number) => number,
  timed = true,
): Promise<Setback | undefined> {
  for (const { name, instances } of variants) {
    const work = rollout.resize(fleet, name, countOf(instances));
    const outcome = timed ? await watch.within(work) : await work;
    const setback = resizeSetback(name, outcome);
    if (setback) return setback;
  }
  return undefined;
}

const startSetback = (outcome: StartFailure | Interruption | undefined): Setback | undefined =>
  outcome === undefined || 'kind' in outcome
    ? (outcome as Interruption | undefined)
    : { kind: 'start', ...outcome };

function resizeSetback(variant: string, outcome: ResizeOutcome | Interruption): Setback | undefined {
  switch (outcome.kind) {
    case 'reached':
      return undefined;
    case 'failed':
      return {
        kind: 'start',
        variant,
        cause: outcome.cause,
        reason: outcome.reason,
        container: outcome.container,
      };
    case 'alarms':
    case 'timed-out':
    case 'closing':
      return outcome;
    default:
      return { kind: 'closing' }; // its fleet is being taken away
  }
}
