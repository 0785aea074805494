import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
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

/** One generation of data: `data-1`, and a higher number after each reset. */
export interface Data {
  readonly path: string;
  /** Deletes it. */
  discard(): Promise<void>;
}

/** The directory of everything that outlives the process, held by one server at a time. */
export interface StateDirectory extends AsyncDisposable {
  readonly path: string;
  /** Everything that a reset deletes. */
  readonly data: Data;
  /** Takes a new, empty directory for the data from now on, in one step; the old one stays until it is discarded, or the next start. */
  renew(): Promise<Data>;
  /** Says where clients find this server: in the directory, and beside those of this user's other servers by port. */
  announce(url: string, port: number): Promise<void>;
}

/**
 * Takes the state directory; an ephemeral server's is in the run directory and goes with it.
 * @throws Error when another live server holds it
 */
export async function openStateDirectory(config: Config, runDirectory: string): Promise<StateDirectory> {
  const path = config.ephemeral ? join(runDirectory, 'state') : config.state;
  await mkdir(path, { recursive: true, mode: 0o700 });
  const addressFile = join(path, 'server.json');
  const hold = holdDirectory(path);
  if (!hold) throw new Error(`${path} is in use by ${await nameHolder(addressFile)}`);
  const neighbours = dirname(runDirectory);
  await removeDeadAddresses(neighbours);
  let generation = await newestGeneration(path);
  const written = [addressFile];
  return {
    path,
    data: await openData(path, generation),
    renew: () => openData(path, ++generation),
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

async function openData(state: string, generation: number): Promise<Data> {
  const path = join(state, `data-${generation}`);
  await mkdir(path, { recursive: true, mode: 0o700 });
  return { path, discard: () => rm(path, { recursive: true, force: true }) };
}

/** Finds the data that hold, and deletes what a reset could not before the server was killed. */
async function newestGeneration(state: string): Promise<number> {
  const names = (await readdir(state)).filter((name) => /^data-\d+$/.test(name));
  const found = names.map((name) => Number(name.slice('data-'.length)));
  const newest = Math.max(1, ...found);
  const old = found.filter((generation) => generation !== newest);
  await Promise.all(old.map((generation) => rm(join(state, `data-${generation}`), { recursive: true })));
  return newest;
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
