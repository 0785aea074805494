/** A container that was in service for this long had started well, milliseconds. */
export const STARTED_WELL_MS = 500;

/** After this many bad starts in a row nobody waits for the next one. */
export const HOPELESS_AFTER = 3;

/**
 * How long to wait before a container is started again, milliseconds.
 * @param badStarts how many starts in a row ended before the container had been in service for {@link STARTED_WELL_MS}
 */
export function restartDelayMs(badStarts: number): number {
  return badStarts === 0 ? 0 : Math.min(10_000, 100 * 2 ** (badStarts - 1));
}
