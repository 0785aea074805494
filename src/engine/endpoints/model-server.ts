import type { ProcessExit, ProcessUsage } from '../../machine/index.ts';
import type { ContainerHost, Readiness } from './container.ts';
import type { InstanceEvent } from './events.ts';
import type { HttpRequest } from './http/client.ts';
import type { Exchange } from './http/connection.ts';
import type { HealthSpec } from './spec.ts';

/** Which of what an instance runs is asked. */
export interface Target {
  /** The model, of a container that serves many. */
  readonly model?: string;
  /** The container, of an instance that runs several of which each is asked by itself. */
  readonly container?: string;
}

/** Why nobody was asked. */
export type TargetRefusal =
  /** The artifact of the model cannot be had. */
  | 'no-such-model'
  /** The model is still being fetched or loaded. */
  | 'model-not-ready'
  | 'no-such-container'
  | 'model-required'
  | 'container-required'
  /** It serves one model, or has one container, or all of them one after the other. */
  | 'no-choice-of-model'
  | 'no-choice-of-container';

/** How an exchange with a model server ended. */
export type ServerExchange =
  /** `container`: which of several answered, or did not. */
  | (Exchange & { readonly container?: string })
  | { readonly kind: 'refused'; readonly why: TargetRefusal; readonly message: string };

/** An exchange with a model server, which may be given up. */
export interface ServerPending {
  readonly exchange: Promise<ServerExchange>;
  /** The exchange ends as broken, or as refused where it had not begun. */
  abandon(): void;
}

/** What an instance runs: one container, or several that act as one. */
export interface ModelServer {
  /** Resolves when it runs no more. */
  readonly exited: Promise<ProcessExit>;
  /** What it printed last. */
  readonly lastLines: readonly string[];
  /** Its process; the first of several. */
  readonly pid: number;
  /** All of its processes. */
  readonly pids: readonly number[];
  /** What its processes have used so far. */
  usage(): Promise<ProcessUsage>;
  /** Waits for the first healthy ping, its end or the end of the time for it. */
  ready(signal: AbortSignal): Promise<Readiness>;
  /** Asks for its health; answers what is wrong, `undefined` when nothing is. */
  ping(): Promise<string | undefined>;
  /** Sends a prediction. */
  send(request: HttpRequest, target?: Target): ServerPending;
  /** Whether a model is loaded, so that asking for it here is quick. */
  holds?(model: string): boolean;
  /** Ends its processes: SIGTERM, then SIGKILL after the grace. */
  stop(graceMs?: number): Promise<ProcessExit>;
}

/** What a model server is started with. */
export interface ServerHome extends ContainerHost {
  /** For process labels; ends with the id of the instance. */
  readonly label: string;
  /** The id of the instance. */
  readonly instance: string;
  readonly health: HealthSpec;
  readonly maxResponseBytes: number;
  tell(event: InstanceEvent): void;
}

/** An exchange that ended before anybody was asked. */
export const refused = (why: TargetRefusal, message = ''): ServerPending => ({
  exchange: Promise.resolve({ kind: 'refused', why, message }),
  abandon: () => {},
});
