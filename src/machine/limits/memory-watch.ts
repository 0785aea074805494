import { type Clock, every } from '../../kit/index.ts';

/** How often the memory is looked at, milliseconds; what is allocated in between goes over the limit unseen. */
const TICK_MS = 50;

/**
 * Ends a tree that is over its memory limit where the kernel cannot be asked to.
 * @param bytes what the tree uses now
 * @param over called once
 */
export function watchMemory(
  limitBytes: number,
  bytes: () => number,
  over: () => void,
  clock: Clock,
): Disposable {
  const timer = every(clock, TICK_MS, () => {
    if (bytes() <= limitBytes) return;
    timer[Symbol.dispose]();
    over();
  });
  return timer;
}
