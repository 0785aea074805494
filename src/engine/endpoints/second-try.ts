import type { Errand } from './errand.ts';

/** Containers a request is given to at most, whatever becomes of them. */
const MAX_TRIES = 5;
/** So often a request may be with a container that somebody kills before it is thought to be why. */
const MAX_KILLS = 3;

/** Whether a request whose exchange is broken may be given to another container at all. */
export function mayTryAgain({ invocation, shadow, pin, tries }: Errand, answered: boolean): boolean {
  // Of a streamed answer the caller has seen what there was.
  if (answered && invocation.streamed) return false;
  return !shadow && !pin && tries < MAX_TRIES;
}

/**
 * What becomes of a request whose container ended, or closed its connection, before it had answered.
 *
 * Nobody knows which of the requests that a container had is why it ended. So each of them is tried once more, alone:
 * one that ends a second container is why, and nobody else is hurt by it. Only when the container was killed with -9,
 * which no request does to it, nobody is suspected, unless that happens to the same request again.
 */
export function secondTry(
  { alone, kills }: Pick<Errand, 'alone' | 'kills'>,
  killed: boolean,
): 'again' | 'alone' | 'never' {
  if (killed && kills === 0) return 'again';
  if (!alone) return 'alone';
  return killed && kills + 1 < MAX_KILLS ? 'alone' : 'never';
}
