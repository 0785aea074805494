import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ControlGroups } from './control-group.ts';
import { findPlace } from './detect.ts';
import { removeGroup } from './files.ts';
import { openVersion1 } from './version-1.ts';
import { openVersion2 } from './version-2.ts';

/** All runs of Postern live in the groups below one of this name. */
const FAMILY = 'postern';

/** The groups of this run, or why there can be none. */
export type OpenedGroups =
  | { readonly groups: ControlGroups; readonly detail: string }
  | { readonly groups: undefined; readonly detail: string };

/**
 * Finds the control groups, takes a place there for this run and tries a limit on a real process.
 * @param run names this run, `<pid>-<start>`
 * @param isAlive whether the run of that name still is; the places of dead ones are removed with all that is in them
 */
export async function openControlGroups(
  run: string,
  isAlive: (run: string) => boolean,
): Promise<OpenedGroups> {
  const isRoot = process.geteuid?.() === 0;
  const place = process.platform === 'linux' ? findPlace(isRoot) : undefined;
  if (!place) return { groups: undefined, detail: 'no control groups with cpu and memory on this machine' };
  const attempts =
    place.version === 1
      ? [() => openFirst(place, run, isAlive)]
      : place.parents.map((parent) => async () => {
          await removeDead(join(parent, FAMILY), isAlive);
          return openVersion2(parent, FAMILY, run);
        });
  let reason = '';
  for (const attempt of attempts) {
    try {
      const groups = await attempt();
      await tryOut(groups);
      return { groups, detail: `control groups, version ${groups.version}` };
    } catch (error) {
      reason = (error as Error).message;
    }
  }
  return { groups: undefined, detail: `no right to make control groups: ${reason}` };
}

async function openFirst(
  place: { cpu: string; cpuacct: string; memory: string },
  run: string,
  isAlive: (run: string) => boolean,
): Promise<ControlGroups> {
  const families = [...new Set([place.cpu, place.cpuacct, place.memory])].map((root) => join(root, FAMILY));
  await Promise.all(families.map((family) => removeDead(family, isAlive)));
  const at = (root: string) => join(root, FAMILY, run);
  return openVersion1({ cpu: at(place.cpu), cpuacct: at(place.cpuacct), memory: at(place.memory) });
}

async function removeDead(family: string, isAlive: (run: string) => boolean): Promise<void> {
  const runs = await readdir(family).catch(() => []);
  await Promise.all(
    runs
      .filter((run) => /^\d+-\d+(-\d+)?$/.test(run) && !isAlive(run))
      .map((run) => removeGroup(join(family, run))),
  );
}

async function tryOut(groups: ControlGroups): Promise<void> {
  const group = await groups.create('probe');
  try {
    await group.limit({ cpus: 0.5, memoryBytes: 64 * 1024 * 1024 });
    const enter = group.entries.map((file) => `echo 0 > '${file}'`).join(' && ');
    await promisify(execFile)('/bin/sh', ['-c', `${enter} && exec true`], { env: {} });
  } finally {
    await group.remove();
  }
}
