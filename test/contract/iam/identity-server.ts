import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { IAMClient } from '@aws-sdk/client-iam';
import { STSClient } from '@aws-sdk/client-sts';
import { type Clock, randomIds, silent, systemClock } from '../../../src/kit/index.ts';
import { type Iam, openIam } from '../../../src/services/iam/index.ts';
import { openSts } from '../../../src/services/sts/index.ts';
import { Store } from '../../../src/store/index.ts';
import { createAuthenticator, createWire, type ServiceDefinition } from '../../../src/wire/index.ts';

/** A credential as the clients take it. */
export interface Credential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** IAM and STS behind a real port. */
export interface IdentityServer extends AsyncDisposable {
  readonly url: string;
  readonly root: Credential;
  readonly iam: Iam;
  iamClient(credential?: Credential): IAMClient;
  /** @param systemClockOffset what the client believes its clock is off by, milliseconds */
  stsClient(credential?: Credential, systemClockOffset?: number): STSClient;
  /** For programs of other languages. */
  env(credential?: Credential): NodeJS.ProcessEnv;
}

/** How a server for tests differs from the usual. */
export interface IdentityOptions {
  readonly enforce?: boolean;
  readonly clock?: Clock;
  readonly store?: Store;
  /** More services, given IAM. */
  readonly definitions?: (iam: Iam) => readonly ServiceDefinition[];
}

const root = { accessKeyId: 'AKIAROOTROOTROOTROOT', secretAccessKey: 'root-secret', account: '111122223333' };

/** Opens IAM and STS on a port of their own, with nothing in them. */
export async function openIdentityServer(options: IdentityOptions = {}): Promise<IdentityServer> {
  const { enforce = true, clock = systemClock, store = new Store(':memory:') } = options;
  const iam = openIam({ clock, ids: randomIds, store, root, enforce });
  const sts = openSts({ identities: iam, enforce });
  const wire = createWire({
    definitions: [iam.definition, sts.definition, ...(options.definitions?.(iam) ?? [])],
    authenticate: createAuthenticator({
      credentials: iam.credentials,
      nowMs: () => clock.now(),
      enforce,
      defaultAccount: root.account,
      defaultRegion: 'us-east-1',
    }),
    authorizer: iam.authorizer,
    clock,
    ids: randomIds,
    log: silent,
  });
  const server = createServer((request, response) =>
    wire.handle(request, response, { sourceIp: request.socket.remoteAddress ?? '', secure: false }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clients: { destroy(): void }[] = [];
  const client = <C extends { destroy(): void }>(made: C): C => {
    clients.push(made);
    return made;
  };
  const common = (credentials: Credential) => ({
    endpoint: url,
    region: 'eu-west-1',
    credentials,
    maxAttempts: 1,
  });
  return {
    url,
    root,
    iam,
    iamClient: (credential = root) => client(new IAMClient(common(credential))),
    stsClient: (credential = root, systemClockOffset = 0) =>
      client(new STSClient({ ...common(credential), systemClockOffset })),
    env: (credential = root) => ({
      ...process.env,
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: credential.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credential.secretAccessKey,
      AWS_SESSION_TOKEN: credential.sessionToken ?? '',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_MAX_ATTEMPTS: '1',
    }),
    async [Symbol.asyncDispose]() {
      for (const made of clients) made.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (!options.store) store[Symbol.dispose]();
    },
  };
}
