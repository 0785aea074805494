import { readdirSync, readFileSync } from 'node:fs';

/** What `/proc/<pid>/stat` says of a process. */
export interface ProcessStat {
  readonly pid: number;
  readonly group: number;
  readonly session: number;
  /** When it started, clock ticks since the machine did: with the pid it names a process for ever. */
  readonly startTicks: number;
}

const read = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined; // the process is gone, or this is no Linux
  }
};

/** The process of that id, or undefined when it is gone or dead and only waited for, or when there is no `/proc`. */
export function readStat(pid: number): ProcessStat | undefined {
  const text = read(`/proc/${pid}/stat`);
  if (text === undefined) return undefined;
  // The name in parentheses may hold anything, blanks and parentheses too.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
  return { pid, group: Number(fields[2]), session: Number(fields[3]), startTicks: Number(fields[19]) };
}

/** Every living process of this machine. */
export function listProcesses(): ProcessStat[] {
  let names: string[];
  try {
    names = readdirSync('/proc');
  } catch {
    return [];
  }
  return names.filter((name) => /^\d+$/.test(name)).flatMap((name) => readStat(Number(name)) ?? []);
}

/** CPU seconds that all threads of these processes used. */
export function cpuSecondsOf(pids: readonly number[]): number {
  let nanoseconds = 0;
  for (const pid of pids) {
    let threads: string[] = [];
    try {
      threads = readdirSync(`/proc/${pid}/task`);
    } catch {
      // gone
    }
    for (const thread of threads) {
      nanoseconds += Number(read(`/proc/${pid}/task/${thread}/schedstat`)?.split(' ')[0] ?? 0);
    }
  }
  return nanoseconds / 1e9;
}

/** Resident and highest resident bytes of these processes, shared pages counted once each. */
export function memoryOf(pids: readonly number[]): { bytes: number; peakBytes: number } {
  let bytes = 0;
  let peakBytes = 0;
  for (const pid of pids) {
    const status = read(`/proc/${pid}/status`) ?? '';
    bytes += 1024 * Number(/^VmRSS:\s*(\d+)/m.exec(status)?.[1] ?? 0);
    peakBytes += 1024 * Number(/^VmHWM:\s*(\d+)/m.exec(status)?.[1] ?? 0);
  }
  return { bytes, peakBytes };
}

/** A name for this boot of the machine, and for the room of process ids we live in. */
export function bootIdentity(): string {
  return (read('/proc/sys/kernel/random/boot_id') ?? 'unknown').trim();
}
