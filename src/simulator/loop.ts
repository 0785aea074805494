import { type Change, decide, type Signal } from '../engine/scaling/index.ts';
import type { Followed } from './watch.ts';

/** One way to scale. */
export interface Plan {
  readonly name: string;
  readonly bounds: { readonly min: number; readonly max: number };
  /** Instances at the beginning. */
  readonly initial: number;
  readonly policies: readonly Followed[];
}

/** A change of capacity. */
export interface Scaled {
  readonly atMs: number;
  readonly from: number;
  readonly to: number;
  readonly policy: string;
}

/** What a plan decides, moment by moment, and what the later decisions depend on of the earlier ones. */
export class Loop {
  readonly changes: Scaled[] = [];
  readonly #bounds: Plan['bounds'];
  readonly #last: { out?: Change; in?: Change } = {};
  #underWay: Scaled | undefined;

  constructor({ bounds }: Plan) {
    this.#bounds = bounds;
  }

  /** The change that has not been fulfilled yet. */
  get underWay(): Scaled | undefined {
    return this.#underWay;
  }

  /** Takes note that the change under way was fulfilled, from when on cooldowns count. */
  fulfilled(atMs: number): void {
    if (!this.#underWay) return;
    const { from, to } = this.#underWay;
    this.#last[to > from ? 'out' : 'in'] = { from, endedMs: atMs };
    this.#underWay = undefined;
  }

  /** Decides by what the policies are told; answers the change that is to be made, if one is. */
  decide(nowMs: number, capacity: number, busy: boolean, signals: readonly Signal[]): Scaled | undefined {
    const suspended = { out: false, in: false };
    const situation = { nowMs, capacity, bounds: this.#bounds, busy, suspended, signals, last: this.#last };
    const decision = decide(situation);
    if (decision.outcome !== 'scale') return undefined;
    const change = { atMs: nowMs, from: capacity, to: decision.capacity, policy: decision.policy };
    this.#underWay = change;
    this.changes.push(change);
    return change;
  }
}
