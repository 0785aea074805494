/** A container that was in service for this long, or has answered a request, had started well, milliseconds. */
export const STARTED_WELL_MS = 500;

/** After this many bad starts in a row nobody waits for the next one. */
export const HOPELESS_AFTER = 3;

/**
 * How long to wait before a container is started again, milliseconds.
 * @param badStarts how many starts in a row did not go well
 * @param fatalities how many containers in a row ended of the first requests they were given: others wait to be served,
 *   so this is a short wait, which only keeps a model that ends of everything from taking the machine
 */
export function restartDelayMs(badStarts: number, fatalities = 0): number {
  if (badStarts > 0) return Math.min(10_000, 100 * 2 ** (badStarts - 1));
  return fatalities < 3 ? 0 : Math.min(1_000, 50 * 2 ** (fatalities - 3));
}
