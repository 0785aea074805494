import type { ProcessExit } from '../../machine/index.ts';

/** What happens to the instances of an endpoint, as it happens. */
export type EndpointEvent = { readonly variant: string; readonly instance: string } & (
  | { readonly kind: 'started'; readonly attempt: number }
  | { readonly kind: 'in-service'; readonly startMs: number }
  /** The container ended by itself. */
  | { readonly kind: 'exited'; readonly exit: ProcessExit }
  /** The container does not answer its pings and is replaced. */
  | { readonly kind: 'unhealthy'; readonly reason: string }
  | { readonly kind: 'stopped' }
  /** Whole lines from its standard output and standard error. */
  | { readonly kind: 'printed'; readonly lines: readonly string[] }
);

/** Takes the events of one endpoint; must not throw and does not wait. */
export type EndpointListener = (event: EndpointEvent) => void;
