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
  /** It serves many models, loaded when they are asked for. */
  readonly multiModel?: MultiModelSpec;
}

/** How the artifact of one of many models came, or did not. */
export type FetchedModel =
  | { readonly kind: 'fetched'; readonly bytes: number }
  /** There is none, or it may not be read; says why. */
  | { readonly kind: 'missing'; readonly reason: string };

/** Where the models of a container that serves many come from, and what may be kept of them. */
export interface MultiModelSpec {
  /** Holds the artifacts of each instance in a directory of its own. */
  readonly directory: string;
  /** Brings a model, unpacked, to a directory that is not there yet. */
  fetch(model: string, directory: string, signal: AbortSignal): Promise<FetchedModel>;
  /** A model stays loaded after it has answered. */
  readonly cache: boolean;
  /** What the artifacts of one instance may take on disk; those used least recently go. */
  readonly diskBytes: number;
  /** To fetch and to load one model, milliseconds. */
  readonly loadTimeoutMs: number;
}

/** Several containers that make one instance. */
export interface PipelineSpec {
  /** At least two, names distinct. */
  readonly containers: readonly { readonly name: string; readonly container: ContainerSpec }[];
  /** The answer of one is the request of the next; or each is asked by its name. */
  readonly mode: 'serial' | 'direct';
}

/** What an instance runs. */
export type ServerSpec = ContainerSpec | PipelineSpec;

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
  /** How many instances at the start, at least 0. */
  readonly instances: number;
  readonly routing: 'random' | 'least-outstanding';
  readonly container: ServerSpec;
  readonly health: HealthSpec;
  /** Requests one instance is given at once; the others wait. */
  readonly concurrency: number;
  /** Requests that may wait. */
  readonly queueLimit: number;
  /** Waiting included, milliseconds. */
  readonly invocationTimeoutMs: number;
  readonly maxResponseBytes: number;
  /** What becomes of requests while it has no instances at all; default `refuse`. */
  readonly whenEmpty?: 'wait' | 'refuse';
  /** Instances come with the requests, each for one at a time; `instances`, `concurrency` and `routing` do not count. */
  readonly serverless?: ServerlessSpec;
}

/** How instances come with the requests and go when there are none. */
export interface ServerlessSpec {
  /** Requests at once, those that wait for an instance to come included; more are turned away. */
  readonly maxConcurrency: number;
  /** Instances that are always there; at most as many. */
  readonly provisioned: number;
  /** One that has had nothing to do for so long goes, milliseconds. */
  readonly idleMs: number;
}

/** Variants behind one name. */
export interface EndpointSpec {
  /** Unique; the engine makes nothing of it. */
  readonly id: string;
  /** What this deployment is called in outcomes; the engine makes nothing of it. */
  readonly deployment?: string;
  /** At least one, names distinct. */
  readonly variants: readonly VariantSpec[];
  /**
   * Variants that are given copies of the requests, and whose answers nobody sees. Each is given a share of them: its
   * weight over the weight of the variant that is asked, at most all. Names distinct from the others'.
   */
  readonly shadows?: readonly VariantSpec[];
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
