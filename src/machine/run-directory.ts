import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bootIdentity, listProcesses, type ProcessStat, readStat } from './proc.ts';

/** The directory of one run, and its journal of the processes it started. */
export interface RunDirectory {
  /** Names this run: `<pid>-<start>`. */
  readonly run: string;
  readonly path: string;
  /** Notes a process, so that the next start can end it when this run could not. */
  note(pid: number): void;
  remove(): Promise<void>;
}

const JOURNAL = 'journal';
const BOOT = 'boot';

/** Whether the run of that name still is. */
export function isAlive(run: string): boolean {
  const [pid = 0, start = 0] = run.split('-').map(Number);
  if (process.platform === 'linux') return readStat(pid)?.startTicks === start;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Makes the directory of this run below `root`, after ending what dead runs left behind: their processes, sockets, scratch.
 * @param root a directory of our own, made with mode 0700
 */
export async function openRunDirectory(root: string): Promise<RunDirectory> {
  await mkdir(root, { recursive: true, mode: 0o700 });
  const found = await lstat(root);
  if (!found.isDirectory() || (process.geteuid && found.uid !== process.geteuid())) {
    throw new Error(`${root} is not a directory of our own; remove it`);
  }
  await clean(root);
  const run = freeName(root);
  const path = join(root, run);
  writeFileSync(join(path, BOOT), bootIdentity());
  const journal = join(path, JOURNAL);
  return {
    run,
    path,
    note: (pid) => appendFileSync(journal, `${pid} ${readStat(pid)?.startTicks ?? 0}\n`),
    remove: () => rm(path, { recursive: true, force: true }),
  };
}

/** A second machine in this process takes the next free name. */
function freeName(root: string): string {
  const start = readStat(process.pid)?.startTicks ?? Math.round(Date.now() - process.uptime() * 1000);
  for (let n = 0; ; n++) {
    const name = n === 0 ? `${process.pid}-${start}` : `${process.pid}-${start}-${n}`;
    try {
      mkdirSync(join(root, name), { mode: 0o700 });
      return name;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

async function clean(root: string): Promise<void> {
  const dead = (await readdir(root)).filter((name) => /^\d+-\d+(-\d+)?$/.test(name) && !isAlive(name));
  for (const name of dead) {
    const path = join(root, name);
    endLeftovers(path);
    await rm(path, { recursive: true, force: true });
  }
}

/** Kills the processes a dead run noted, and what those started, so far as it is still in their session. */
function endLeftovers(path: string): void {
  const read = (name: string): string => {
    try {
      return readFileSync(join(path, name), 'latin1');
    } catch {
      return '';
    }
  };
  if (read(BOOT) !== bootIdentity()) return; // the machine was started again: those ids are others' now
  const noted = new Map(
    read(JOURNAL)
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ').map(Number) as [number, number]),
  );
  const all = listProcesses();
  const leaders = new Map(all.map((one) => [one.pid, one]));
  for (const one of all) {
    if (belongs(one, noted, leaders)) kill(one.pid);
  }
}

function belongs(one: ProcessStat, noted: Map<number, number>, living: Map<number, ProcessStat>): boolean {
  const start = noted.get(one.session);
  if (!start || one.startTicks < start) return false;
  const leader = living.get(one.session);
  return leader === undefined || leader.startTicks === start; // else the id went to a new session
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // gone meanwhile
  }
}
