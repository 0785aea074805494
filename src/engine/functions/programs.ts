import { getCompileCacheDir } from 'node:module';
import { dirname, join } from 'node:path';
import type { Machine, Python } from '../../machine/index.ts';
import type { FunctionRuntime } from './spec.ts';

/** A runtime of ours, ready to be started. */
export interface RuntimeProgram {
  /** Names all that makes two processes of it interchangeable before they know their function. */
  readonly key: string;
  readonly command: string;
  readonly args: readonly string[];
  /** For its own start; functions do not see it. */
  readonly env: Readonly<Record<string, string>>;
  /** What is found there, for the log, e.g. `python:3.11.7`. */
  readonly version: string;
  /** Directories the process needs, wherever they are. */
  readonly directories: readonly string[];
}

/** Where the runtimes find what every function may import. */
export interface RuntimeFolders {
  /** The folder whose `node_modules` holds the AWS SDK. */
  readonly sdk: string;
  /** Postern's own sources. */
  readonly own: string;
}

/** Modules loaded before a function is known, so that its start need not. */
const PRELOAD = ['@aws-sdk/client-sagemaker-runtime'];

/** How much of its memory Node may fill with what lives long, as on Lambda. */
const HEAP_SHARE = 0.9;

/** Our files are TypeScript here and JavaScript where they are published. */
const EXTENSION = import.meta.filename.endsWith('.ts') ? '.ts' : '.js';

/** The program for a Node function with that much memory. */
function nodeProgram(memoryMb: number, folders: RuntimeFolders): RuntimeProgram {
  const main = join(import.meta.dirname, 'runtimes', 'node', `main${EXTENSION}`);
  // This process's own cache, if it keeps one: it names the version of Node below the directory that is set.
  const compiled = getCompileCacheDir();
  const cache = compiled === undefined ? [] : [dirname(compiled)];
  return {
    key: `node/${memoryMb}`,
    command: process.execPath,
    args: [`--max-old-space-size=${Math.floor(memoryMb * HEAP_SHARE)}`, main, folders.sdk, ...PRELOAD],
    env: cache[0] === undefined ? {} : { NODE_COMPILE_CACHE: cache[0] },
    version: `nodejs:${process.versions.node}`,
    directories: [dirname(process.execPath), folders.sdk, folders.own, ...cache],
  };
}

/** The program for a Python function. */
function pythonProgram(python: Python, folders: RuntimeFolders): RuntimeProgram {
  return {
    key: `python/${python.path}`,
    command: python.path,
    args: [
      '-u',
      join(import.meta.dirname, 'runtimes', 'python', 'main.py'),
      ...(python.boto3 ? ['boto3'] : []),
    ],
    env: {},
    version: `python:${python.version}`,
    directories: [dirname(dirname(python.path)), folders.own],
  };
}

/** The program that runs a function, or a sentence that says what is missing; undefined for custom runtimes. */
export async function findProgram(
  runtime: FunctionRuntime,
  memoryMb: number,
  machine: Machine,
  folders: RuntimeFolders,
): Promise<RuntimeProgram | string | undefined> {
  if (runtime.kind === 'custom') return undefined;
  if (runtime.kind === 'node') return nodeProgram(memoryMb, folders);
  const pythons = await machine.pythons();
  const exact = pythons.find(({ version }) => version.startsWith(`3.${runtime.generation}.`));
  const python = exact ?? pythons[0];
  return python ? pythonProgram(python, folders) : 'no Python 3 was found on this machine; install one';
}
