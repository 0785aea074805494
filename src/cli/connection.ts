import { readFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';

/** A running Postern and the credentials of its root user. */
export interface Connection {
  /** e.g. `http://127.0.0.1:4566` */
  readonly url: string;
  readonly region: string;
  readonly account: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly pid: number;
}

/** Where to look for a server: options over `POSTERN_*` variables over defaults. */
export interface Whereabouts {
  readonly state?: string;
  readonly port?: string;
}

/**
 * Finds the running server: the one of the state directory, else the one this user runs on the port.
 * @throws Error in words for the user when there is none
 */
export async function connect(where: Whereabouts): Promise<Connection> {
  const state = resolve(where.state ?? process.env['POSTERN_STATE'] ?? '.postern');
  const port = where.port ?? process.env['POSTERN_PORT'] ?? '4566';
  const byPort = join(tmpdir(), `postern-${userInfo().uid}`, `${port}.json`);
  const found =
    (where.port === undefined ? await readAddress(join(state, 'server.json')) : undefined) ??
    (await readAddress(byPort));
  if (!found) {
    throw new Error(
      `no running Postern found (looked in ${state} and on port ${port}). Start one with: npx postern start`,
    );
  }
  const credentials = JSON.parse(await readFile(found.credentialsFile, 'utf8')) as Pick<
    Connection,
    'accessKeyId' | 'secretAccessKey' | 'account'
  >;
  return { ...credentials, url: found.url, region: found.region, pid: found.pid };
}

/** What a server writes about itself once it listens. */
export interface Address {
  readonly pid: number;
  readonly url: string;
  readonly region: string;
  readonly credentialsFile: string;
}

async function readAddress(file: string): Promise<Address | undefined> {
  try {
    const address = JSON.parse(await readFile(file, 'utf8')) as Address;
    process.kill(address.pid, 0);
    return address;
  } catch {
    return undefined; // no file, or one that a killed server left
  }
}

/** What every SDK client is made with. */
export function clientConfig(connection: Connection) {
  return {
    endpoint: connection.url,
    region: connection.region,
    credentials: { accessKeyId: connection.accessKeyId, secretAccessKey: connection.secretAccessKey },
    maxAttempts: 3,
  };
}

/** The variables that point any AWS client at the server. */
export function clientEnvironment(connection: Connection): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: connection.url,
    AWS_ACCESS_KEY_ID: connection.accessKeyId,
    AWS_SECRET_ACCESS_KEY: connection.secretAccessKey,
    AWS_REGION: connection.region,
    AWS_DEFAULT_REGION: connection.region,
  };
}
