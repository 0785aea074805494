import type { ProcessExit, ProcessUsage } from '../../machine/index.ts';
import type { ContainerHost, Readiness } from './container-host.ts';
import type { InstanceEvent } from './events.ts';
import type { HttpRequest } from './http/client.ts';
import type { Exchange } from './http/connection.ts';
import type { HealthSpec } from './spec.ts';
import type { Target, TargetRefusal } from './target.ts';

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
