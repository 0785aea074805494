/** A container that was in service for this long, or has answered a request, had started well, milliseconds. */
export const STARTED_WELL_MS = 500;

/** After this many bad starts in a row nobody waits for the next one. */
export const HOPELESS_AFTER = 3;

/**
 * How long to wait before a container is started again, milliseconds.
 * @param badStarts how many starts in a row did not go well
 */
export function restartDelayMs(badStarts: number): number {
  return badStarts === 0 ? 0 : Math.min(10_000, 100 * 2 ** (badStarts - 1));
}
