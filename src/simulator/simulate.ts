import { type Change, decide, type Signal } from '../engine/scaling/index.ts';
import { Fleet, type Flow, type Instance } from './fleet.ts';
import type { Trace } from './trace.ts';
import { type Followed, Watch } from './watch.ts';

/** How long a step of the virtual clock is, milliseconds. */
const STEP_MS = 1_000;

/** One way to scale. */
export interface Plan {
  readonly name: string;
  readonly bounds: { readonly min: number; readonly max: number };
  /** Instances at the beginning. */
  readonly initial: number;
  readonly policies: readonly Followed[];
}

/** How it stood at one moment. */
export interface Moment {
  readonly atMs: number;
  readonly perSecond: number;
  readonly desired: number;
  readonly running: number;
  readonly utilisation: number;
  readonly waiting: number;
  readonly refused: number;
  /** From arrival to answer for who arrives now, milliseconds; infinite without instances. */
  readonly latencyMs: number;
  /** So far. */
  readonly cost: number;
}

/** A change of capacity. */
export interface Scaled {
  readonly atMs: number;
  readonly from: number;
  readonly to: number;
  readonly policy: string;
}

/** What a plan did with a trace. */
export interface Run {
  readonly plan: Plan;
  readonly moments: readonly Moment[];
  readonly changes: readonly Scaled[];
}

/** Runs a plan over a trace on a virtual clock, by the decisions of the live loop. */
export function simulate(plan: Plan, trace: Trace, instance: Instance): Run {
  const fleet = new Fleet(instance, plan.initial);
  const watches = plan.policies.map((policy) => new Watch(policy));
  const moments: Moment[] = [];
  const changes: Scaled[] = [];
  const last: { out?: Change; in?: Change } = {};
  let underWay: { from: number; direction: 'out' | 'in' } | undefined;
  for (const { atMs, perSecond } of steps(trace)) {
    const flow = fleet.step(atMs, STEP_MS, (perSecond * STEP_MS) / 1000);
    if (underWay && !fleet.busy) {
      last[underWay.direction] = { from: underWay.from, endedMs: atMs };
      underWay = undefined;
    }
    for (const watch of watches) watch.add(flow, fleet.running);
    moments.push(momentOf(atMs, perSecond, flow, fleet, instance));
    const endMs = atMs + STEP_MS;
    const decision = decideAt(endMs, plan, fleet, watches, last);
    if (decision?.outcome !== 'scale') continue;
    const from = fleet.desired;
    underWay = { from, direction: decision.direction };
    changes.push({ atMs: endMs, from, to: decision.capacity, policy: decision.policy });
    fleet.resize(decision.capacity, endMs);
  }
  return { plan, moments, changes };
}

function decideAt(
  nowMs: number,
  { bounds }: Plan,
  fleet: Fleet,
  watches: readonly Watch[],
  last: { readonly out?: Change; readonly in?: Change },
) {
  if (!watches.some((watch) => watch.ends(nowMs))) return undefined;
  const signals: Signal[] = watches.flatMap((watch) => watch.signal(nowMs) ?? []);
  const suspended = { out: false, in: false };
  return decide({ nowMs, capacity: fleet.desired, bounds, busy: fleet.busy, suspended, signals, last });
}

function momentOf(atMs: number, perSecond: number, flow: Flow, fleet: Fleet, instance: Instance): Moment {
  const rate = (fleet.running * instance.concurrency) / instance.serviceMs;
  return {
    atMs,
    perSecond,
    desired: fleet.desired,
    running: fleet.running,
    utilisation: flow.utilisation,
    waiting: flow.waiting,
    refused: flow.refused,
    latencyMs: rate === 0 ? Number.POSITIVE_INFINITY : instance.serviceMs + flow.waiting / rate,
    cost: fleet.cost,
  };
}

function* steps({ startMs, endMs, points }: Trace): Generator<{ atMs: number; perSecond: number }> {
  let at = 0;
  const first = Math.ceil(startMs / STEP_MS) * STEP_MS;
  for (let atMs = first; atMs < endMs; atMs += STEP_MS) {
    while ((points[at + 1]?.atMs ?? Number.POSITIVE_INFINITY) <= atMs) at++;
    yield { atMs, perSecond: points[at]?.perSecond ?? 0 };
  }
}
