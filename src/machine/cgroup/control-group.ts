import type { ProcessLimits, ProcessUsage } from '../process.ts';

/** Quotas are held over this many microseconds, as on Lambda: shorter stalls than with the kernel's 100 ms. */
export const PERIOD_US = 20_000;

/** The least quota the kernel takes, microseconds a period. */
const LEAST_QUOTA_US = 1000;

/** Microseconds of CPU a period for that many processors. */
export const quotaUs = (cpus: number): number => Math.max(LEAST_QUOTA_US, Math.round(cpus * PERIOD_US));

/** A set of processes the kernel limits and counts together. */
export interface ControlGroup {
  /** Files into which a process writes `0` to become a member, before it executes its program. */
  readonly entries: readonly string[];
  /**
   * Sets the limits; what is not named is lifted.
   * @returns `over` when the members use more memory than that already and the kernel would not have it
   */
  limit(limits: ProcessLimits): Promise<'held' | 'over'>;
  usage(): Promise<ProcessUsage>;
  /** Process ids of the members. */
  members(): number[];
  /** How many members the kernel killed for memory. */
  outOfMemoryKills(): number;
  /** Kills who is left and removes it. */
  remove(): Promise<void>;
}

/** What makes control groups, in one place of the tree that is named after this run. */
export interface ControlGroups {
  readonly version: 1 | 2;
  /** @param name one path segment, unique in this run */
  create(name: string): Promise<ControlGroup>;
  /** Removes the place of this run with all that is left in it. */
  remove(): Promise<void>;
}
