import { join, relative } from 'node:path';
import { readText } from './files.ts';

/** Where this process stands among the control groups of the machine. */
export type Place =
  | { readonly version: 1; readonly cpu: string; readonly cpuacct: string; readonly memory: string }
  /** Groups to try to build below, best first. */
  | { readonly version: 2; readonly parents: readonly string[] };

interface MountLine {
  readonly root: string;
  readonly target: string;
  readonly type: string;
  readonly options: readonly string[];
}

/**
 * Finds the hierarchies that hold the `cpu` and `memory` controllers. A version 2 mount alone proves nothing: with both
 * versions mounted the controllers are usually in version 1.
 * @param isRoot whether we may write anywhere
 * @param files the texts of `/proc/self/mountinfo` and `/proc/self/cgroup`, and a reader for the others
 */
export function findPlace(
  isRoot: boolean,
  files = { mounts: readText('/proc/self/mountinfo'), own: readText('/proc/self/cgroup'), read: readText },
): Place | undefined {
  const mounts = files.mounts.split('\n').flatMap(parseMount);
  return findVersion1(mounts, files.own) ?? findVersion2(mounts, files.own, isRoot, files.read);
}

function findVersion1(mounts: readonly MountLine[], own: string): Place | undefined {
  const directoryOf = (controller: string): string | undefined => {
    const mount = mounts.find(({ type, options }) => type === 'cgroup' && options.includes(controller));
    const line = own.split('\n').find((text) => text.split(':')[1]?.split(',').includes(controller));
    return mount && line && below(mount, line.split(':').slice(2).join(':'));
  };
  const [cpu, cpuacct, memory] = ['cpu', 'cpuacct', 'memory'].map(directoryOf);
  return cpu && cpuacct && memory ? { version: 1, cpu, cpuacct, memory } : undefined;
}

function findVersion2(
  mounts: readonly MountLine[],
  own: string,
  isRoot: boolean,
  read: (path: string) => string,
): Place | undefined {
  const mount = mounts.find(({ type }) => type === 'cgroup2');
  if (!mount) return undefined;
  const line = own.split('\n').find((text) => text.startsWith('0::'));
  const ownDirectory = line === undefined ? mount.target : below(mount, line.slice(3));
  const parents = (isRoot ? [mount.target, ownDirectory] : [ownDirectory]).filter((directory) => {
    const controllers = read(join(directory, 'cgroup.controllers')).trim().split(/\s+/);
    return controllers.includes('cpu') && controllers.includes('memory');
  });
  return parents.length > 0 ? { version: 2, parents: [...new Set(parents)] } : undefined;
}

function below(mount: MountLine, path: string): string {
  const rest = relative(mount.root, path);
  return rest.startsWith('..') ? mount.target : join(mount.target, rest);
}

function parseMount(line: string): MountLine[] {
  const [before, after] = line.split(' - ');
  if (!before || !after) return [];
  const fields = before.split(' ');
  const [type = '', , options = ''] = after.split(' ');
  return [{ root: fields[3] ?? '/', target: fields[4] ?? '', type, options: options.split(',') }];
}
