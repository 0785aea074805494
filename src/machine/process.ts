import type { Duplex, Readable, Writable } from 'node:stream';

/** What a process may use. */
export interface ProcessLimits {
  /** CPU seconds per second; held by a quota (20 ms period), or a stop/continue duty cycle where there is no right to one. */
  readonly cpus?: number;
  /** Bytes of the whole tree; over it the kernel (or the poller) kills it. */
  readonly memoryBytes?: number;
}

/** A directory that stands over another one inside the process alone. */
export interface Mount {
  /** What is seen there; an absolute path. */
  readonly source: string;
  /** Where; it must exist. */
  readonly target: string;
}

/** A program to run. It dies with Postern, however Postern dies. */
export interface ProcessSpec {
  /** For logs and the run directory, e.g. `function/demand/3f2a`. */
  readonly label: string;
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly limits?: ProcessLimits;
  /** How many two-way channels the program gets besides its standard streams, as file descriptors 3, 4, ...; default none. */
  readonly channels?: number;
  /** Bound in a mount namespace of its own, in this order; needs the capability `private-mounts`. */
  readonly mounts?: readonly Mount[];
}

/** How a process ended. */
export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Killed for being over its memory limit. */
  readonly outOfMemory: boolean;
}

/** What a process tree has used so far. */
export interface ProcessUsage {
  readonly cpuSeconds: number;
  /** In use now, without the pages of files that can be dropped. */
  readonly memoryBytes: number;
  readonly peakMemoryBytes: number;
}

/** A process that was started. */
export interface RunningProcess extends AsyncDisposable {
  readonly pid: number;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** The channels asked for, in order of their file descriptors. */
  readonly channels: readonly Duplex[];
  readonly exited: Promise<ProcessExit>;
  /** Sends a signal to the whole process tree. */
  signal(name: NodeJS.Signals): void;
  /** Stops the tree where it stands until `thaw`; costs a few microseconds and does not wait. */
  freeze(): void;
  thaw(): void;
  /** Changes the limits of the running process, e.g. full CPU during start-up and the share after. What is not named is lifted. */
  limit(limits: ProcessLimits): Promise<void>;
  /** What the tree has used so far. */
  usage(): Promise<ProcessUsage>;
  /** SIGTERM, then SIGKILL after `graceMs`; resolves when the tree is gone. */
  stop(graceMs: number): Promise<ProcessExit>;
}

/** One ability of this machine, probed by doing the real thing. */
export interface Capability {
  /** e.g. `cpu-limit`, `memory-limit`, `python3`. */
  readonly name: string;
  readonly available: boolean;
  /** What was found, or what stands in for it. */
  readonly detail: string;
  /** What the user can do about it; empty when available. */
  readonly fix: string;
}

/** A Python that was found and ran. */
export interface Python {
  /** The interpreter itself, never a shim. */
  readonly path: string;
  /** e.g. `3.11.7` */
  readonly version: string;
  /** Whether `boto3` can be imported. */
  readonly boto3: boolean;
}

/** Memory that processes may use. */
export interface MachineMemory {
  readonly totalBytes: number;
  /** What could be had now without taking it from anybody. */
  readonly availableBytes: number;
}

/** The computer, as the engines see it. */
export interface Machine extends AsyncDisposable {
  spawn(spec: ProcessSpec): Promise<RunningProcess>;
  /** What is known without looking further: all but the interpreters. */
  readonly capabilities: readonly Capability[];
  /** All capabilities; looks for interpreters the first time, which takes some 100 ms. */
  probe(): Promise<readonly Capability[]>;
  /** The Pythons on the search path, newest first; looked for the first time it is asked. */
  pythons(): Promise<readonly Python[]>;
  /** Whether the capability of that name is available. */
  can(name: string): boolean;
  /** The share of all processors' time that nobody used lately, 0 to 1. */
  idleShare(): number;
  /** Processors that may be used. */
  readonly cpus: number;
  /** The memory as it is now; costs some 10 microseconds. */
  memory(): MachineMemory;
  /** A directory of this run for sockets and scratch, mode 0700; removed at the end or by the next start. */
  readonly runDirectory: string;
}
