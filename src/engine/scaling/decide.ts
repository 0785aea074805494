import type { Policy, Signal } from './policy.ts';
import { adjusted } from './step.ts';
import { capacityFor, gradually } from './track.ts';

/** A change of capacity that policies made, and that was fulfilled. */
export interface Change {
  /** The capacity before it. */
  readonly from: number;
  /** When it was fulfilled, milliseconds since the epoch. */
  readonly endedMs: number;
}

/** Everything that a decision depends on. */
export interface Situation {
  readonly nowMs: number;
  /** What is desired now. */
  readonly capacity: number;
  readonly bounds: { readonly min: number; readonly max: number };
  /** Whether what is scaled can take no change now. */
  readonly busy: boolean;
  readonly suspended: { readonly out: boolean; readonly in: boolean };
  /** Of every tracking policy, and of each step policy that an alarm asked to act. */
  readonly signals: readonly Signal[];
  /** The latest change out and the latest change in. */
  readonly last: { readonly out?: Change; readonly in?: Change };
  /** Cooldowns pass so many times faster. Default 1. */
  readonly timeScale?: number;
}

/** What to do, and why not. */
export type Decision =
  | {
      readonly outcome: 'scale';
      readonly direction: 'out' | 'in';
      readonly capacity: number;
      /** The policy that decided. */
      readonly policy: string;
    }
  /** A policy asked for a change that is not made; worth a record. */
  | {
      readonly outcome: 'not-scaled';
      readonly reason: 'at-max' | 'at-min' | 'at-desired' | 'unscalable';
      readonly policy: string;
    }
  /** Nothing to do, or to wait for. */
  | {
      readonly outcome: 'held';
      readonly why:
        | 'nothing-asked'
        | 'no-data'
        | 'suspended'
        | 'cooldown'
        | 'disagreement'
        | 'scale-in-disabled';
    };

interface Proposal {
  readonly policy: Policy;
  readonly direction: 'out' | 'in';
  readonly capacity: number;
  /** What it was reckoned from. */
  readonly base: number;
}

const held = (why: Extract<Decision, { outcome: 'held' }>['why']): Decision => ({ outcome: 'held', why });

/**
 * Decides what the capacity should be. Out goes before in, and the largest wish wins; in is gone only when every tracking policy that may
 * scale in is ready to. Pure: the loop and the simulator ask it alike.
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html
 */
export function decide(situation: Situation): Decision {
  const proposals = situation.signals.flatMap((signal) => propose(signal, situation) ?? []);
  const outward = proposals.filter(({ direction }) => direction === 'out');
  if (outward.length > 0) return decideOut(outward, situation);
  const inward = proposals.filter(({ direction }) => direction === 'in');
  if (inward.length > 0) return decideIn(inward, situation);
  return held(whyNothing(situation.signals));
}

/** What one policy asks for, whatever else holds. */
function propose(signal: Signal, situation: Situation): Proposal | undefined {
  const { capacity } = situation;
  const { policy } = signal;
  if (policy.kind === 'step') {
    const { breach } = signal as Extract<Signal, { breach: number }>;
    const now = adjusted(policy, capacity, breach);
    if (now < capacity) return { policy, direction: 'in', capacity: now, base: capacity };
    const base = baseOf(situation, policy.cooldownMs);
    if (now === capacity) return undefined;
    return { policy, direction: 'out', capacity: adjusted(policy, base, breach), base };
  }
  const { alarm, value } = signal as Extract<Signal, { alarm: string }>;
  if (value === undefined || alarm === 'none') return undefined;
  if (alarm === 'high') {
    const base = baseOf(situation, policy.outCooldownMs);
    return { policy, direction: 'out', capacity: capacityFor(base, value, policy.target), base };
  }
  if (policy.scaleInDisabled) return undefined;
  return { policy, direction: 'in', capacity: gradually(capacity, value, policy.target), base: capacity };
}

/**
 * What a change out is reckoned from: while the last one is given time to take effect, from the capacity before it, so that only a larger
 * wish adds more.
 */
function baseOf({ capacity, last, nowMs, timeScale = 1 }: Situation, cooldownMs: number): number {
  const { out } = last;
  return out && nowMs < out.endedMs + cooldownMs / timeScale ? Math.min(out.from, capacity) : capacity;
}

function decideOut(proposals: readonly Proposal[], situation: Situation): Decision {
  const { capacity, bounds, busy, suspended } = situation;
  const wish = largest(proposals);
  if (suspended.out) return held('suspended');
  if (capacity >= bounds.max) return { outcome: 'not-scaled', reason: 'at-max', policy: wish.policy.name };
  const wanted = within(bounds, wish.capacity);
  if (wanted <= capacity) {
    return wish.base < capacity
      ? held('cooldown')
      : { outcome: 'not-scaled', reason: 'at-desired', policy: wish.policy.name };
  }
  if (busy) return { outcome: 'not-scaled', reason: 'unscalable', policy: wish.policy.name };
  return { outcome: 'scale', direction: 'out', capacity: wanted, policy: wish.policy.name };
}

function decideIn(proposals: readonly Proposal[], situation: Situation): Decision {
  const { capacity, bounds, busy, suspended, signals } = situation;
  const agreed = signals.every(
    (signal) => !('alarm' in signal) || signal.policy.scaleInDisabled || signal.alarm === 'low',
  );
  // Step policies ask nobody.
  const counted = agreed ? proposals : proposals.filter(({ policy }) => policy.kind === 'step');
  if (counted.length === 0) return held('disagreement');
  if (suspended.in) return held('suspended');
  const wish = largest(counted);
  if (capacity <= bounds.min) return { outcome: 'not-scaled', reason: 'at-min', policy: wish.policy.name };
  const wanted = within(bounds, wish.capacity);
  if (wanted >= capacity) return { outcome: 'not-scaled', reason: 'at-desired', policy: wish.policy.name };
  if (coolsDown(wish.policy, situation)) return held('cooldown');
  if (busy) return { outcome: 'not-scaled', reason: 'unscalable', policy: wish.policy.name };
  return { outcome: 'scale', direction: 'in', capacity: wanted, policy: wish.policy.name };
}

/** Whether a change in came too shortly before; a change out since then has ended that wait. */
function coolsDown(policy: Policy, { last, nowMs, timeScale = 1 }: Situation): boolean {
  const cooldownMs = policy.kind === 'step' ? policy.cooldownMs : policy.inCooldownMs;
  if (!last.in || (last.out && last.out.endedMs > last.in.endedMs)) return false;
  return nowMs < last.in.endedMs + cooldownMs / timeScale;
}

const largest = (proposals: readonly Proposal[]): Proposal =>
  proposals.reduce((best, other) => (other.capacity > best.capacity ? other : best));

const within = ({ min, max }: Situation['bounds'], capacity: number): number =>
  Math.max(min, Math.min(max, capacity));

function whyNothing(signals: readonly Signal[]): Extract<Decision, { outcome: 'held' }>['why'] {
  const asked = signals.filter((signal) => 'alarm' in signal && signal.alarm !== 'none');
  if (asked.length === 0) return 'nothing-asked';
  return asked.some((signal) => !('value' in signal) || signal.value === undefined)
    ? 'no-data'
    : 'scale-in-disabled';
}
