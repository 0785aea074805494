import { existsSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ProcessLimits, ProcessUsage } from '../process.ts';
import { type ControlGroup, type ControlGroups, PERIOD_US, quotaUs } from './control-group.ts';
import { readKey, readText, membersBelow, removeGroup, removeIfEmpty } from './files.ts';

/** Where the hierarchies stand: one directory a controller, some of them the same. */
export interface Hierarchies {
  readonly cpu: string;
  readonly cpuacct: string;
  readonly memory: string;
}

/** Groups in the separate hierarchies of version 1. */
export async function openVersion1(hierarchies: Hierarchies): Promise<ControlGroups> {
  const roots = [...new Set([hierarchies.cpu, hierarchies.cpuacct, hierarchies.memory])];
  for (const root of roots) await mkdir(root, { recursive: true });
  return {
    version: 1,
    create: async (name) => {
      await Promise.all(roots.map((root) => mkdir(join(root, name))));
      const at = (root: string) => join(root, name);
      return new Version1Group(
        { cpu: at(hierarchies.cpu), cpuacct: at(hierarchies.cpuacct), memory: at(hierarchies.memory) },
        roots.map(at),
      );
    },
    remove: async () => {
      await Promise.all(roots.map(removeGroup));
      await Promise.all(roots.map((root) => removeIfEmpty(dirname(root))));
    },
  };
}

class Version1Group implements ControlGroup {
  readonly entries: readonly string[];
  readonly #at: Hierarchies;
  readonly #directories: readonly string[];

  constructor(at: Hierarchies, directories: readonly string[]) {
    this.#at = at;
    this.#directories = directories;
    this.entries = directories.map((directory) => join(directory, 'cgroup.procs'));
  }

  async limit({ cpus, memoryBytes }: ProcessLimits): Promise<'held' | 'over'> {
    writeFileSync(join(this.#at.cpu, 'cpu.cfs_period_us'), String(PERIOD_US));
    writeFileSync(join(this.#at.cpu, 'cpu.cfs_quota_us'), cpus === undefined ? '-1' : String(quotaUs(cpus)));
    return this.#limitMemory(memoryBytes ?? -1);
  }

  async #limitMemory(bytes: number): Promise<'held' | 'over'> {
    const memory = join(this.#at.memory, 'memory.limit_in_bytes');
    const withSwap = join(this.#at.memory, 'memory.memsw.limit_in_bytes');
    // The limit with swap may never be the lower one: raise it first, lower it last.
    const order = existsSync(withSwap) ? [memory, withSwap, memory] : [memory];
    let outcome: 'held' | 'over' = 'held';
    for (const [index, file] of order.entries()) {
      try {
        await writeFile(file, String(bytes));
        outcome = 'held';
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code;
        if (code === 'EBUSY') outcome = 'over';
        else if (code !== 'EINVAL' || index === order.length - 1) throw error;
      }
    }
    return outcome;
  }

  async usage(): Promise<ProcessUsage> {
    const current = Number(readText(join(this.#at.memory, 'memory.usage_in_bytes')));
    // What it has read from files and does not use any more is the machine's to take back.
    const unused = readKey(join(this.#at.memory, 'memory.stat'), 'total_inactive_file');
    return {
      cpuSeconds: Number(readText(join(this.#at.cpuacct, 'cpuacct.usage'))) / 1e9,
      memoryBytes: Math.max(0, current - unused),
      peakMemoryBytes: Number(readText(join(this.#at.memory, 'memory.max_usage_in_bytes'))),
    };
  }

  members(): number[] {
    return membersBelow(this.#at.cpu);
  }

  outOfMemoryKills(): number {
    return readKey(join(this.#at.memory, 'memory.oom_control'), 'oom_kill');
  }

  async remove(): Promise<void> {
    await Promise.all(this.#directories.map(removeGroup));
  }
}
