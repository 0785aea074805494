import { readdirSync, readFileSync } from 'node:fs';
import { readdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** The text of a kernel file, or empty when it cannot be read. */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

/** The value after `key` in a file of `key value` lines, 0 when there is none. */
export function readKey(path: string, key: string): number {
  return Number(new RegExp(`^${key} (\\d+)`, 'm').exec(readText(path))?.[1] ?? 0);
}

/** Process ids in a group and the groups below it. Ids of another room of processes read 0. */
export function membersBelow(directory: string): number[] {
  const own = readText(join(directory, 'cgroup.procs')).split('\n').filter(Boolean).map(Number);
  return [...own, ...subgroups(directory).flatMap(membersBelow)];
}

function subgroups(directory: string): string[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(directory, entry.name));
  } catch {
    return [];
  }
}

const ATTEMPTS = 200;

/** Kills every member and removes the group, leaves first. The kernel needs a moment after a kill before it lets go. */
export async function removeGroup(directory: string): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const members = membersBelow(directory);
    if (members.includes(0)) return; // someone else's, in another room of processes
    for (const pid of members) kill(pid);
    if ((await removeTree(directory)) !== 'busy') return;
    await wait(Math.min(1 + attempt, 20));
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // gone already
  }
}

/** Removes the group if nothing is left in it. */
export async function removeIfEmpty(directory: string): Promise<void> {
  await rmdir(directory).catch(() => {}); // other runs are there, or another was faster
}

async function removeTree(directory: string): Promise<'removed' | 'busy' | 'forbidden'> {
  try {
    for (const entry of await readdir(directory, { withFileTypes: true })) {
      if (!entry.isDirectory()) continue;
      const outcome = await removeTree(join(directory, entry.name));
      if (outcome !== 'removed') return outcome;
    }
    await rmdir(directory);
    return 'removed';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return 'removed';
    return code === 'EBUSY' || code === 'ENOTEMPTY' ? 'busy' : 'forbidden';
  }
}
