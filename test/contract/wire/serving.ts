/** A wire on a port of its own, with a table of handlers that a test gives. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Logger, randomIds, silent, systemClock } from '../../../src/kit/index.ts';
import {
  type Authorizer,
  type Caller,
  createAuthenticator,
  createWire,
  type Handler,
  type ServiceDefinition,
  type Site,
  type Wire,
} from '../../../src/wire/index.ts';

/** The only credentials the server knows. */
export const CREDENTIALS = { accessKeyId: 'AKIDTEST', secretAccessKey: 'test-secret' };
/** Whose they are. */
export const TESTER: Caller = {
  kind: 'user',
  account: '123456789012',
  arn: 'arn:aws:iam::123456789012:user/tester',
  userId: 'AIDATESTER',
  accessKeyId: CREDENTIALS.accessKeyId,
};

/** A served wire. */
export interface Serving extends AsyncDisposable {
  readonly wire: Wire;
  readonly server: Server;
  readonly endpoint: string;
  readonly port: number;
  /** What clients of the SDK are configured with. */
  readonly clientConfig: {
    endpoint: string;
    region: string;
    credentials: typeof CREDENTIALS;
    maxAttempts: number;
  };
}

/** How a test's wire differs from the plainest. */
export interface ServingOptions {
  readonly definitions?: readonly (Partial<ServiceDefinition> & Pick<ServiceDefinition, 'name'>)[];
  readonly authorizer?: Authorizer;
  readonly sites?: readonly Site[];
  readonly log?: Logger;
  readonly enforce?: boolean;
}

/** Serves handlers by service: `{ sagemaker: { CreateEndpoint: ... } }`. Everything is allowed unless the options say otherwise. */
export async function serve(
  handlers: Readonly<Record<string, Readonly<Record<string, Handler>>>>,
  options: ServingOptions = {},
): Promise<Serving> {
  const definitions = Object.entries(handlers).map(([name, operations]): ServiceDefinition => {
    const own = options.definitions?.find((definition) => definition.name === name);
    return { operations, access: () => [], ...own, name };
  });
  const wire = createWire({
    definitions,
    authenticate: createAuthenticator({
      credentials: {
        find: (accessKeyId) =>
          accessKeyId === CREDENTIALS.accessKeyId
            ? { outcome: 'found', secretAccessKey: CREDENTIALS.secretAccessKey, caller: TESTER }
            : { outcome: 'unknown' },
      },
      nowMs: () => Date.now(),
      enforce: options.enforce ?? true,
      defaultAccount: '000000000000',
      defaultRegion: 'us-east-1',
    }),
    authorizer: options.authorizer ?? { authorize: () => ({ allowed: true }) },
    clock: systemClock,
    ids: randomIds,
    log: options.log ?? silent,
    ...(options.sites && { sites: options.sites }),
  });
  const server = createServer((request, response) =>
    wire.handle(request, response, { sourceIp: request.socket.remoteAddress ?? '', secure: false }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}`;
  return {
    wire,
    server,
    endpoint,
    port,
    clientConfig: { endpoint, region: 'eu-west-1', credentials: CREDENTIALS, maxAttempts: 1 },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
