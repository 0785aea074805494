import type { ProcessExit } from '../../machine/index.ts';

/** Whether somebody killed it with -9, and not for its memory: that is no fault of its own. */
export const wasKilled = ({ signal, outOfMemory }: ProcessExit): boolean =>
  signal === 'SIGKILL' && !outOfMemory;
