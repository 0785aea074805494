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
