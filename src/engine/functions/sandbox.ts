import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, rm, symlink } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Machine, Mount } from '../../machine/index.ts';

/** The directories of one worker alone. */
export interface Sandbox {
  /** `/tmp`, or what stands in for it where a process can have no mounts of its own. */
  readonly temporaryDirectory: string;
  /** `/opt`, or what stands in for it. */
  readonly layerDirectory: string;
  readonly mounts: readonly Mount[];
  /** Shows layers in the layer directory, lowest first; what was shown first stays. */
  showLayers(directories: readonly string[]): Promise<void>;
  remove(): Promise<void>;
}

const TEMPORARY = '/tmp';
const LAYERS = '/opt';

const isBelow = (path: string, directory: string): boolean =>
  path === directory || path.startsWith(directory + sep);

/**
 * Makes the directories of one worker.
 * @param visible directories the worker must see where they are, e.g. the code of functions, even when below `/tmp`
 */
export async function openSandbox(
  machine: Machine,
  name: string,
  visible: readonly string[],
): Promise<Sandbox> {
  const root = join(machine.runDirectory, 'functions', name);
  const temporary = join(root, 'tmp');
  const layers = join(root, 'opt');
  await Promise.all([mkdir(temporary, { recursive: true }), mkdir(layers, { recursive: true })]);
  await chmod(temporary, 0o1777);
  const canMount = machine.can('private-mounts');
  const coversLayers = canMount && existsSync(LAYERS) && !visible.some((path) => isBelow(path, LAYERS));
  const mounts = canMount ? await coverTemporary(temporary, visible) : [];
  let shown = false;
  return {
    temporaryDirectory: canMount ? TEMPORARY : temporary,
    layerDirectory: coversLayers ? LAYERS : layers,
    mounts: coversLayers ? [{ source: layers, target: LAYERS }, ...mounts] : mounts,
    showLayers: async (directories) => {
      if (shown || directories.length === 0) return;
      shown = true;
      await mergeInto(layers, directories);
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

/** Covers `/tmp`; what must stay visible below it is bound into the cover first. */
async function coverTemporary(temporary: string, visible: readonly string[]): Promise<Mount[]> {
  const mounts: Mount[] = [];
  for (const path of visible) {
    if (!isBelow(path, TEMPORARY)) continue;
    const target = join(temporary, path.slice(TEMPORARY.length));
    await mkdir(target, { recursive: true });
    mounts.push({ source: path, target });
  }
  return [...mounts, { source: temporary, target: TEMPORARY }];
}

/** Shows several trees as one by links: a later one hides files of an earlier one. */
async function mergeInto(target: string, sources: readonly string[]): Promise<void> {
  const byName = new Map<string, { path: string; isDirectory: boolean }[]>();
  for (const source of sources) {
    for (const entry of await readdir(source, { withFileTypes: true })) {
      const found = { path: join(source, entry.name), isDirectory: entry.isDirectory() };
      byName.set(entry.name, [...(byName.get(entry.name) ?? []), found]);
    }
  }
  for (const [name, found] of byName) {
    const place = join(target, name);
    const top = found.at(-1);
    const directories = found.filter((one) => one.isDirectory);
    if (top?.isDirectory && directories.length > 1) {
      await mkdir(place);
      await mergeInto(
        place,
        directories.map((one) => one.path),
      );
    } else if (top) await symlink(top.path, place);
  }
}
