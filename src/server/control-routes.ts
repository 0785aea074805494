import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { Machine } from '../machine/index.ts';
import { createAuthenticator, type Fault, HeaderMap, type Origin } from '../wire/index.ts';
import type { Config } from './config.ts';
import type { CurrentWorld } from './current-world.ts';
import { ControlRefusal, type ControlRoute } from './control.ts';
import type { RootCredentials } from './credentials.ts';
import { version } from './version.ts';

/** What the server's own interface asks. */
export interface ControlParts {
  readonly config: Config;
  readonly machine: Machine;
  /** Undefined until it is open. */
  readonly world: () => CurrentWorld | undefined;
}

/** Health, coverage, reset, images. */
export function controlRoutes({ config, machine, world }: ControlParts): ControlRoute[] {
  const opened = (): CurrentWorld => {
    const current = world();
    if (!current) throw new ControlRefusal(503, 'not ready');
    return current;
  };
  return [
    {
      method: 'GET',
      path: 'health',
      open: true,
      answer: async () => ({
        ready: world() !== undefined,
        version,
        account: config.account,
        region: config.region,
        iam: config.iam,
        timeScale: config.timeScale,
        enforceInstanceSize: config.enforceInstanceSize,
        ephemeral: config.ephemeral,
        capabilities: await machine.probe(),
      }),
    },
    { method: 'GET', path: 'coverage', open: true, answer: () => opened().now.coverage() },
    { method: 'POST', path: 'reset', open: false, answer: () => opened().reset() },
    { method: 'GET', path: 'images', open: false, answer: () => opened().now.images.list() },
    {
      method: 'POST',
      path: 'images',
      open: false,
      answer: (input) => opened().now.images.add(imageOf(input)),
    },
    {
      method: 'DELETE',
      path: 'images/*',
      open: false,
      answer: (_, name) => opened().now.images.remove(name),
    },
  ];
}

function imageOf(input: unknown): { name: string; command: string[]; directory: string } {
  const { name, command, directory } = (input ?? {}) as Record<string, unknown>;
  const isCommand =
    Array.isArray(command) && command.length > 0 && command.every((part) => typeof part === 'string');
  if (typeof name !== 'string' || !isCommand || typeof directory !== 'string') {
    throw new ControlRefusal(400, 'an image has a name, a command (a list of texts) and a directory');
  }
  return { name, command: command as string[], directory };
}

/** Verifies that a request carries the root user's signature (SigV4, service `postern`); with IAM off everyone passes. */
export function rootVerifier(config: Config, root: RootCredentials, nowMs: () => number) {
  const caller = {
    kind: 'root',
    account: root.account,
    arn: `arn:aws:iam::${root.account}:root`,
    userId: root.account,
  } as const;
  const authenticate = createAuthenticator({
    credentials: {
      find: (id) =>
        id === root.accessKeyId
          ? { outcome: 'found', secretAccessKey: root.secretAccessKey, caller }
          : { outcome: 'unknown' },
    },
    nowMs,
    enforce: true,
    defaultAccount: config.account,
    defaultRegion: config.region,
  });
  const target = {
    service: 'postern',
    signingNames: ['postern'],
    family: 'rest-json',
    unsignedAllowed: false,
    streaming: false,
    maxBodyBytes: 65_536,
  } as const;
  return async (request: IncomingMessage, body: Buffer, origin: Origin): Promise<void> => {
    if (config.iam === 'off') return;
    const [rawPath = '', rawQuery = ''] = (request.url ?? '').split('?');
    const received = {
      method: request.method ?? '',
      rawPath,
      rawQuery,
      headers: new HeaderMap(request.rawHeaders),
      body: Readable.from([body]),
      origin,
    };
    await authenticate(received, target).catch((fault: Fault) => {
      throw new ControlRefusal(fault.status ?? 403, `sign this as the root user: ${fault.message}`);
    });
  };
}
