import { existsSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProcessLimits, ProcessUsage } from '../process.ts';
import { type ControlGroup, type ControlGroups, PERIOD_US, quotaUs } from './control-group.ts';
import { membersBelow, readKey, readText, removeGroup, removeIfEmpty } from './files.ts';

const CONTROLLERS = '+cpu +memory';

/**
 * Groups in the one hierarchy of version 2.
 * @param parent a group below which we may make groups; its processes, if it has any, move to a leaf of it
 * @param family the place of all runs below it, one path segment
 * @param run the place of this run below that, one path segment
 */
export async function openVersion2(parent: string, family: string, run: string): Promise<ControlGroups> {
  const root = join(parent, family, run);
  await delegate(parent);
  await mkdir(root, { recursive: true });
  await delegate(join(parent, family));
  await delegate(root);
  return {
    version: 2,
    create: async (name) => {
      const directory = join(root, name);
      await mkdir(directory);
      return new Version2Group(directory);
    },
    remove: async () => {
      await removeGroup(root);
      await removeIfEmpty(join(parent, family));
    },
  };
}

/** Lets the groups below `directory` use the controllers. */
async function delegate(directory: string): Promise<void> {
  const control = join(directory, 'cgroup.subtree_control');
  const enabled = readText(control).split(/\s+/);
  if (enabled.includes('cpu') && enabled.includes('memory')) return;
  try {
    await writeFile(control, CONTROLLERS);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EBUSY') throw error;
    // A group with processes of its own cannot have groups with controllers below: its processes move to a leaf.
    const leaf = join(directory, 'main');
    await mkdir(leaf, { recursive: true });
    for (const pid of readText(join(directory, 'cgroup.procs')).split('\n').filter(Boolean)) {
      writeFileSync(join(leaf, 'cgroup.procs'), pid);
    }
    await writeFile(control, CONTROLLERS);
  }
}

class Version2Group implements ControlGroup {
  readonly entries: readonly string[];
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
    this.entries = [join(directory, 'cgroup.procs')];
    this.#writeIfThere('memory.oom.group', '1');
  }

  async limit({ cpus, memoryBytes }: ProcessLimits): Promise<'held' | 'over'> {
    writeFileSync(
      join(this.#directory, 'cpu.max'),
      `${cpus === undefined ? 'max' : quotaUs(cpus)} ${PERIOD_US}`,
    );
    this.#writeIfThere('memory.swap.max', memoryBytes === undefined ? 'max' : '0');
    // When the members are over it already, this write wakes the kernel's killer: no answer to look at.
    await writeFile(
      join(this.#directory, 'memory.max'),
      memoryBytes === undefined ? 'max' : String(memoryBytes),
    );
    return 'held';
  }

  async usage(): Promise<ProcessUsage> {
    const current = Number(readText(join(this.#directory, 'memory.current')));
    // What it has read from files and does not use any more is the machine's to take back.
    const memoryBytes = Math.max(0, current - readKey(join(this.#directory, 'memory.stat'), 'inactive_file'));
    return {
      cpuSeconds: readKey(join(this.#directory, 'cpu.stat'), 'usage_usec') / 1e6,
      memoryBytes,
      peakMemoryBytes: Number(readText(join(this.#directory, 'memory.peak'))) || current,
    };
  }

  members(): number[] {
    return membersBelow(this.#directory);
  }

  outOfMemoryKills(): number {
    return readKey(join(this.#directory, 'memory.events'), 'oom_kill');
  }

  async remove(): Promise<void> {
    this.#writeIfThere('cgroup.kill', '1');
    await removeGroup(this.#directory);
  }

  #writeIfThere(name: string, text: string): void {
    const path = join(this.#directory, name);
    if (existsSync(path)) writeFileSync(path, text);
  }
}
