import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Config } from './config.ts';
import { holdDirectory } from './hold-directory.ts';

/** What a running server writes about itself, for the command line to find it. */
export interface ServerAddress {
  readonly pid: number;
  readonly url: string;
  readonly region: string;
  readonly credentialsFile: string;
}

/** The directory of everything that outlives the process, held by one server at a time. */
export interface StateDirectory extends AsyncDisposable {
  readonly path: string;
  /** Below it, everything that a reset deletes. */
  readonly data: string;
  /** Moves the data away in one step and makes an empty directory in its place; @returns what deletes the old one for good */
  clear(): Promise<() => Promise<void>>;
  /** Says where clients find this server: in the directory, and beside those of this user's other servers by port. */
  announce(url: string, port: number): Promise<void>;
}

/**
 * Takes the state directory; an ephemeral server's is in the run directory and goes with it.
 * @throws Error when another live server holds it
 */
export async function openStateDirectory(config: Config, runDirectory: string): Promise<StateDirectory> {
  const path = config.ephemeral ? join(runDirectory, 'state') : config.state;
  const data = join(path, 'data');
  await mkdir(data, { recursive: true, mode: 0o700 });
  const addressFile = join(path, 'server.json');
  const hold = holdDirectory(path);
  if (!hold) throw new Error(`${path} is in use by ${await nameHolder(addressFile)}`);
  const neighbours = dirname(runDirectory);
  await Promise.all([removeDiscarded(path), removeDeadAddresses(neighbours)]);
  const written = [addressFile];
  return {
    path,
    data,
    async clear() {
      const discarded = join(path, `${DISCARDED}${Date.now()}-${process.hrtime.bigint()}`);
      await rename(data, discarded);
      await mkdir(data, { mode: 0o700 });
      return () => rm(discarded, { recursive: true, force: true });
    },
    async announce(url, port) {
      const credentialsFile = join(path, 'credentials.json');
      const text = `${JSON.stringify({ pid: process.pid, url, region: config.region, credentialsFile } satisfies ServerAddress)}\n`;
      written.push(join(neighbours, `${port}.json`));
      await Promise.all(written.map((file) => writeFile(file, text, { mode: 0o600 })));
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(written.map((file) => rm(file, { force: true })));
      hold[Symbol.dispose]();
    },
  };
}

const DISCARDED = 'discarded-';

/** What a reset could not delete before the server was killed. */
async function removeDiscarded(path: string): Promise<void> {
  const left = (await readdir(path)).filter((name) => name.startsWith(DISCARDED));
  await Promise.all(left.map((name) => rm(join(path, name), { recursive: true, force: true })));
}

/** The addresses of servers that were killed. */
async function removeDeadAddresses(directory: string): Promise<void> {
  const files = (await readdir(directory)).filter((name) => /^\d+\.json$/.test(name));
  await Promise.all(files.map((name) => removeIfDead(join(directory, name))));
}

async function removeIfDead(file: string): Promise<void> {
  try {
    process.kill((JSON.parse(await readFile(file, 'utf8')) as ServerAddress).pid, 0);
  } catch {
    await rm(file, { force: true }); // no such process, or a file torn by a crash
  }
}

async function nameHolder(file: string): Promise<string> {
  try {
    const { url, pid } = JSON.parse(await readFile(file, 'utf8')) as ServerAddress;
    return `the Postern at ${url} (process ${pid})`;
  } catch {
    return 'another Postern that is just starting'; // it says where it is once it is ready
  }
}
