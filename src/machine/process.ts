import type { Readable, Writable } from 'node:stream';

/** What a process may use. */
export interface ProcessLimits {
  /** CPU seconds per second; held by a quota (20 ms period), or a stop/continue duty cycle where there is no right to one. */
  readonly cpus?: number;
  /** Resident bytes of the whole tree; over it the kernel (or the poller) kills it. */
  readonly memoryBytes?: number;
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
}

/** How a process ended. */
export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Killed for being over its memory limit. */
  readonly outOfMemory: boolean;
}

/** A process that was started. */
export interface RunningProcess extends AsyncDisposable {
  readonly pid: number;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly exited: Promise<ProcessExit>;
  /** Sends a signal to the whole process tree. */
  signal(name: NodeJS.Signals): void;
  /** Changes the limits of the running process, e.g. full CPU during start-up and the share after. */
  limit(limits: ProcessLimits): Promise<void>;
  /** What the tree has used so far. */
  usage(): Promise<{ cpuSeconds: number; memoryBytes: number; peakMemoryBytes: number }>;
  /** SIGTERM, then SIGKILL after `graceMs`; resolves when the tree is gone. */
  stop(graceMs: number): Promise<ProcessExit>;
}

/** One ability of this machine, probed at start by doing the real thing. */
export interface Capability {
  /** e.g. `cpu-limit`, `memory-limit`, `python3`. */
  readonly name: string;
  readonly available: boolean;
  /** What was found, or what stands in for it. */
  readonly detail: string;
  /** What the user can do about it; empty when available. */
  readonly fix: string;
}

/** The computer, as the engines see it. */
export interface Machine extends AsyncDisposable {
  spawn(spec: ProcessSpec): Promise<RunningProcess>;
  readonly capabilities: readonly Capability[];
  /** Processors that may be used. */
  readonly cpus: number;
  /** A directory of this run for sockets and scratch, mode 0700; removed at the end or by the next start. */
  readonly runDirectory: string;
}
