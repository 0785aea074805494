import { writeFileSync } from 'node:fs';
import { freemem, totalmem } from 'node:os';
import { readKey } from './cgroup/files.ts';
import type { MachineMemory } from './process.ts';

/** Where a control group says what of its pages can be dropped when there is need: versions 2 and 1. */
const droppable = [
  ['/sys/fs/cgroup/memory.stat', 'inactive_file'],
  ['/sys/fs/cgroup/memory/memory.stat', 'total_inactive_file'],
] as const;

/** The memory of the machine, or of the control group that holds us to less. */
export function memoryNow(): MachineMemory {
  const machine = totalmem();
  const limit = process.constrainedMemory();
  if (limit <= 0 || limit >= machine) return { totalBytes: machine, availableBytes: freemem() };
  const cached = droppable.reduce((most, [path, key]) => Math.max(most, readKey(path, key)), 0);
  const availableBytes = Math.min(freemem(), limit, process.availableMemory() + cached);
  return { totalBytes: limit, availableBytes };
}

/** Of 1000: how much sooner than others a process is ended when the whole machine has no memory left. */
const SOONER = 500;

/** When the machine has no memory left the kernel ends somebody: rather this process and what it starts than Postern. */
export function endSooner(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/oom_score_adj`, `${SOONER}`);
  } catch {
    // no Linux, or gone already
  }
}
