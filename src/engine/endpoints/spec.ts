import type { Machine, ProcessLimits } from '../../machine/index.ts';

/** A program that serves a model by the container contract. */
export interface ContainerSpec {
  readonly command: string;
  /** Finds the command at each start, where only the machine knows it; goes before `command`. */
  findCommand?(machine: Machine): Promise<string>;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Its environment, without the address it is to listen on. */
  readonly env: Readonly<Record<string, string>>;
  /** What its environment also needs and what is made anew for each start, such as credentials. */
  freshEnv?(): Promise<Readonly<Record<string, string>>>;
  /** It can listen on a unix socket named by `POSTERN_BIND_TO_SOCKET`; others get a TCP port. */
  readonly listensOnSocket: boolean;
  /** It also takes predictions as frames, on the unix socket named by `POSTERN_FRAMES_SOCKET`. */
  readonly takesFrames?: boolean;
  readonly limits?: ProcessLimits;
}

/** How a container's health is watched. */
export interface HealthSpec {
  /** How long it may take from its start to its first healthy `/ping`, milliseconds. */
  readonly startTimeoutMs: number;
  /** How many starts may end before the first healthy `/ping` until the instance has failed to start. */
  readonly startAttempts: number;
  readonly pingTimeoutMs: number;
  /** Between pings of a container in service, milliseconds. */
  readonly pingPeriodMs: number;
  /** So many unanswered or unhealthy pings in a row, and the container is replaced. */
  readonly pingFailures: number;
  /** Between SIGTERM and SIGKILL, milliseconds. */
  readonly stopGraceMs: number;
}

/** The instances that serve one model under one name. */
export interface VariantSpec {
  readonly name: string;
  /** Its share of the traffic is its weight over the sum of all weights; at least 0. */
  readonly weight: number;
  /** How many instances, at least 1. */
  readonly instances: number;
  readonly routing: 'random' | 'least-outstanding';
  readonly container: ContainerSpec;
  readonly health: HealthSpec;
  /** Requests one instance is given at once; the others wait. */
  readonly concurrency: number;
  /** Requests that may wait. */
  readonly queueLimit: number;
  /** Waiting included, milliseconds. */
  readonly invocationTimeoutMs: number;
  readonly maxResponseBytes: number;
}

/** Variants behind one name. */
export interface EndpointSpec {
  /** Unique; the engine makes nothing of it. */
  readonly id: string;
  /** At least one, names distinct. */
  readonly variants: readonly VariantSpec[];
}

/** What SageMaker does where its documentation says so, and safe bounds where it does not. */
export const defaultHealth: HealthSpec = {
  startTimeoutMs: 240_000,
  startAttempts: 3,
  pingTimeoutMs: 2_000,
  pingPeriodMs: 5_000,
  pingFailures: 3,
  stopGraceMs: 30_000,
};
