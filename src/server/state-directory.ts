import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from './config.ts';

/** The directory of everything that outlives the process, held by one server at a time. */
export interface StateDirectory extends AsyncDisposable {
  readonly path: string;
  /** Where clients find this server; written once it listens. */
  announce(address: ServerAddress): Promise<void>;
}

/** What `<state>/server.json` says of a running server. */
export interface ServerAddress {
  readonly pid: number;
  readonly url: string;
  readonly region: string;
}

/**
 * Takes the state directory, or a scratch one when ephemeral.
 * @throws Error when another live server holds it
 */
export async function openStateDirectory(config: Config): Promise<StateDirectory> {
  const path = config.ephemeral ? await mkdtemp(join(tmpdir(), 'postern-')) : config.state;
  await mkdir(path, { recursive: true, mode: 0o700 });
  const addressFile = join(path, 'server.json');
  const holder = await readHolder(addressFile);
  if (holder && holder.pid !== process.pid && isPostern(holder.pid, await readCommand(holder.pid))) {
    throw new Error(`${path} is in use by the Postern at ${holder.url} (process ${holder.pid})`);
  }
  return {
    path,
    announce: (address) => writeFile(addressFile, `${JSON.stringify(address)}\n`, { mode: 0o600 }),
    async [Symbol.asyncDispose]() {
      await rm(config.ephemeral ? path : addressFile, { recursive: true, force: true });
    },
  };
}

async function readHolder(file: string): Promise<ServerAddress | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as ServerAddress;
  } catch {
    return undefined; // none, or torn by a crash while it was written: nobody can be using it
  }
}

/** The command line of a process, or undefined where /proc does not tell. */
async function readCommand(pid: number): Promise<string | undefined> {
  return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
}

/** Whether the process lives and is a Postern: ids are used again, so its command line is asked where the system has one. */
function isPostern(pid: number, command: string | undefined): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return command === undefined ? process.platform !== 'linux' : command.includes('server/main');
}
