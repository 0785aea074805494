import { Fleet, type Flow, type Instance } from './fleet.ts';
import { Loop, type Plan, type Scaled } from './loop.ts';
import type { Trace } from './trace.ts';
import { Watch } from './watch.ts';

/** How long a step of the virtual clock is, milliseconds. */
const STEP_MS = 1_000;

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
  const loop = new Loop(plan);
  const moments: Moment[] = [];
  for (const { atMs, perSecond } of steps(trace)) {
    const flow = fleet.step(atMs, STEP_MS, (perSecond * STEP_MS) / 1000);
    if (!fleet.busy) loop.fulfilled(atMs);
    for (const watch of watches) watch.add(flow, fleet.running);
    moments.push(momentOf(atMs, perSecond, flow, fleet, instance));
    const endMs = atMs + STEP_MS;
    if (!watches.some((watch) => watch.ends(endMs))) continue;
    const signals = watches.flatMap((watch) => watch.signal(endMs) ?? []);
    const change = loop.decide(endMs, fleet.desired, fleet.busy, signals);
    if (change) fleet.resize(change.to, endMs);
  }
  return { plan, moments, changes: loop.changes };
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
