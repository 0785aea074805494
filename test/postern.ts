import { type Clock, randomIds } from '../src/kit/index.ts';
import { readConfig } from '../src/server/config.ts';
import { openServer } from '../src/server/server.ts';

/** A Postern of the test's own, in this process. */
export interface TestPostern extends AsyncDisposable {
  readonly url: string;
  readonly state: string;
  /** What an SDK client is made with: the root user's credentials. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  /** The environment that points boto3 and the CLI here. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Starts an ephemeral Postern on a free port.
 * @param options as on the server's command line, e.g. `['--iam', 'off']`
 * @param clock the system's when left out
 */
export async function startPostern(options: readonly string[] = [], clock?: Clock): Promise<TestPostern> {
  const credentials = {
    accessKeyId: `AKIA${randomIds.hex(16).toUpperCase()}`,
    secretAccessKey: randomIds.hex(40),
  };
  const config = readConfig(['--ephemeral', '--port', '0', '--log-level', 'error', ...options], {
    POSTERN_ACCESS_KEY_ID: credentials.accessKeyId,
    POSTERN_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  });
  const server = await openServer(config, {
    searchPath: process.env['PATH'] ?? '',
    ...(clock && { clock }),
  });
  return {
    url: server.url,
    state: server.state,
    client: { endpoint: server.url, region: config.region, credentials },
    environment: {
      AWS_ENDPOINT_URL: server.url,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_DEFAULT_REGION: config.region,
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
