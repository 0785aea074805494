import type { Clock, Ids } from '../../kit/index.ts';
import type { Machine, ProcessExit } from '../../machine/index.ts';

/** What containers are started with. */
export interface ContainerHost {
  readonly machine: Machine;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** How a start ended. `container`: which of several. */
export type Readiness =
  | { readonly kind: 'ready' }
  | { readonly kind: 'exited'; readonly exit: ProcessExit; readonly container?: string }
  | { readonly kind: 'unhealthy'; readonly reason: string; readonly container?: string }
  | { readonly kind: 'stopped' };
