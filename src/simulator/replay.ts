import { Loop, type Plan, type Scaled } from './loop.ts';
import { Watch } from './watch.ts';

/** What was measured in one period, and until when nothing was decided yet. */
export interface Recorded {
  /** Of each period in order of time, with the value of the metric; left out when nothing was measured. */
  readonly datapoints: readonly { readonly endMs: number; readonly value?: number }[];
  /** Datapoints that end before this were there already when the policy was made: they are known, and nothing is decided by them. */
  readonly fromMs: number;
  /** How long the change that comes after so many others takes until it is fulfilled, milliseconds. */
  readonly tookMs: (changes: number) => number;
}

/**
 * What a plan of one policy decides on datapoints that were recorded elsewhere, such as of the live loop: the alarms and decisions of the
 * simulator without its fleet. All times are unscaled.
 */
export function replay(plan: Plan, { datapoints, fromMs, tookMs }: Recorded): readonly Scaled[] {
  const [followed] = plan.policies;
  if (!followed || plan.policies.length > 1) throw new Error('one policy can be replayed');
  const watch = new Watch(followed);
  const loop = new Loop(plan);
  let capacity = plan.initial;
  let fulfilledMs = Number.POSITIVE_INFINITY;
  for (const { endMs, value } of datapoints) {
    if (loop.underWay && fulfilledMs <= endMs) loop.fulfilled(fulfilledMs);
    watch.know(endMs, value);
    if (endMs < fromMs) continue;
    const signal = watch.judge(endMs);
    const change = loop.decide(endMs, capacity, loop.underWay !== undefined, signal ? [signal] : []);
    if (!change) continue;
    fulfilledMs = endMs + tookMs(loop.changes.length - 1);
    capacity = change.to;
  }
  return loop.changes;
}
