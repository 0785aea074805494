import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ALPHANUMERIC, BASE32, type Ids } from '../kit/index.ts';
import type { Config } from './config.ts';

/** The keys of an account's root user. */
export interface RootCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** 12 digits. */
  readonly account: string;
}

const FILE = 'credentials.json';

/**
 * The root credentials: the user's own, those of the last start, or new ones. The file is readable by its owner alone; the user's
 * own are written there too, so that `postern env` finds them.
 */
export async function rootCredentials(directory: string, config: Config, ids: Ids): Promise<RootCredentials> {
  const path = join(directory, FILE);
  const kept = await readKept(path);
  const credentials: RootCredentials = {
    accessKeyId: config.accessKeyId ?? kept?.accessKeyId ?? `AKIA${ids.from(BASE32, 16)}`,
    secretAccessKey: config.secretAccessKey ?? kept?.secretAccessKey ?? ids.from(ALPHANUMERIC, 40),
    account: config.account,
  };
  await writeFile(`${path}.new`, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
  return credentials;
}

async function readKept(path: string): Promise<RootCredentials | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as RootCredentials;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`cannot read the root credentials in ${path}: ${(error as Error).message}`);
  }
}
