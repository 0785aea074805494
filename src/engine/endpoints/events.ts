import type { ProcessExit } from '../../machine/index.ts';
import type { Outcome } from './outcome.ts';

/** What happens to an instance. */
export type InstanceEvent =
  | { readonly kind: 'started'; readonly attempt: number }
  | { readonly kind: 'in-service'; readonly startMs: number }
  /** The container ended by itself. */
  | { readonly kind: 'exited'; readonly exit: ProcessExit }
  /** The container does not answer its pings and is replaced. */
  | { readonly kind: 'unhealthy'; readonly reason: string }
  | { readonly kind: 'stopped' }
  /** Whole lines from its standard output and standard error; of several containers, which one. */
  | { readonly kind: 'printed'; readonly lines: readonly string[]; readonly container?: string }
  | ModelEvent
  | ServerlessEvent
  /** One of several containers answered (its status), or did not (`undefined`). */
  | {
      readonly kind: 'container-answered';
      readonly container: string;
      readonly status: number | undefined;
      readonly ms: number;
    };

/** What happens to instances that come with the requests. */
export type ServerlessEvent =
  /** It was started for a request, and is in service. */
  | { readonly kind: 'came'; readonly startMs: number }
  /** It was given a request. */
  | {
      readonly kind: 'executes';
      /** Requests that all instances of the variant have now, this one included. */
      readonly executions: number;
      readonly maxConcurrency: number;
      readonly provisioned: number;
    };

/** What happens to the models of a container that serves many. */
export type ModelEvent =
  /** A request was sent to its model, which had been loaded (`cached`) or was waited for. */
  | {
      readonly kind: 'model-asked';
      readonly model: string;
      readonly cached: boolean;
      readonly waitedMs: number;
      readonly loaded: number;
    }
  | { readonly kind: 'model-fetched'; readonly model: string; readonly ms: number }
  /** `loaded`: how many are loaded now. */
  | { readonly kind: 'model-loaded'; readonly model: string; readonly ms: number; readonly loaded: number }
  | { readonly kind: 'model-unloaded'; readonly model: string; readonly ms: number; readonly loaded: number };

/** What happens to the instances of an endpoint, as it happens. */
export type EndpointEvent =
  | ({ readonly variant: string; readonly instance: string } & InstanceEvent)
  /** A shadow variant was given a copy of a request; this is what became of it. */
  | {
      readonly kind: 'mirrored';
      readonly variant: string;
      readonly outcome: Outcome;
      /** From taking the request to having its outcome, milliseconds. */
      readonly totalMs: number;
    };

/** Takes the events of one endpoint; must not throw and does not wait. */
export type EndpointListener = (event: EndpointEvent) => void;
