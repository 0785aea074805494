import type { StartFailure } from './fleet.ts';
import type { ResizeOutcome } from './resize-outcome.ts';

/** A second fleet beside the one that serves, until it takes over or is given up. */
export interface Rollout {
  /** Whether it was committed, abandoned, or overtaken by the end of the endpoint or of the engine. */
  readonly over: boolean;
  /** Resolves when all of the new fleet is in service, or with why it is not. */
  started(): Promise<StartFailure | undefined>;
  /**
   * Gives the new fleet that share of the requests, 0 to 1, from the next request on; while there is no old fleet there
   * are no requests to share before the commit.
   */
  shift(share: number): void;
  /** Changes how many instances a variant of one of the fleets has. */
  resize(side: 'old' | 'new', variant: string, instances: number): Promise<ResizeOutcome>;
  /** Changes weights within a fleet, at once. */
  reweigh(side: 'old' | 'new', weights: ReadonlyMap<string, number>): void;
  /** Lets the new fleet take all requests. `drained` resolves when the old one has answered its last one and has ended. */
  commit(): { readonly drained: Promise<void> };
  /** Gives all requests to the old fleet again; resolves when the new one has answered its last one and has ended. */
  abandon(): Promise<void>;
}
