import { execFile } from 'node:child_process';
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { Python } from './process.ts';

/** The absolute path of a program on the search path, or undefined. */
export function findProgram(name: string, searchPath: string): string | undefined {
  for (const directory of searchPath.split(delimiter)) {
    const path = join(directory, name);
    try {
      accessSync(path, constants.X_OK);
      if (directory.startsWith('/') && statSync(path).isFile()) return path;
    } catch {
      // not here
    }
  }
  return undefined;
}

const run = promisify(execFile);

/** Runs a program to its end; answers whether it went well. */
export async function goesWell(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<boolean> {
  try {
    await run(command, [...args], { env, timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
}

const MINORS = [14, 13, 12, 11, 10, 9];

const QUESTION = `import sys, importlib.util
print(sys.executable, '.'.join(map(str, sys.version_info[:3])), importlib.util.find_spec('boto3') is not None, sep='\\n')`;

/** Looks for Pythons and asks each who it is: shims and links lead to the interpreter itself. Newest first. */
export async function findPythons(searchPath: string): Promise<Python[]> {
  const names = ['python3', ...MINORS.map((minor) => `python3.${minor}`)];
  const paths = names.flatMap((name) => findProgram(name, searchPath) ?? []);
  const found = await Promise.all([...new Set(paths)].map((path) => ask(path, searchPath)));
  const byPath = new Map(found.flatMap((python) => (python ? [[realpathSync(python.path), python]] : [])));
  return [...byPath.values()].sort((a, b) => minorOf(b.version) - minorOf(a.version));
}

const minorOf = (version: string): number => Number(version.split('.')[1]);

async function ask(path: string, searchPath: string): Promise<Python | undefined> {
  try {
    const { stdout } = await run(path, ['-c', QUESTION], { env: { PATH: searchPath }, timeout: 20_000 });
    const [executable, version, boto3] = stdout.trim().split('\n');
    return executable && version ? { path: executable, version, boto3: boto3 === 'True' } : undefined;
  } catch {
    return undefined; // a shim whose interpreter is not installed
  }
}
