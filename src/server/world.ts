import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Endpoints } from '../engine/endpoints/index.ts';
import { openTelemetry } from '../engine/telemetry/index.ts';
import type { Clock, Ids, Logger } from '../kit/index.ts';
import type { Machine } from '../machine/index.ts';
import { openApiGateway } from '../services/api-gateway/index.ts';
import { openCloudWatch } from '../services/cloudwatch/index.ts';
import { openIam } from '../services/iam/index.ts';
import { openLogs } from '../services/logs/index.ts';
import { openS3 } from '../services/s3/index.ts';
import { type Images, openSageMaker } from '../services/sagemaker/index.ts';
import { openSageMakerRuntime } from '../services/sagemaker-runtime/index.ts';
import { openSts } from '../services/sts/index.ts';
import { Store } from '../store/index.ts';
import {
  type Coverage,
  createAuthenticator,
  createWire,
  type InsideClient,
  type Origin,
  type Wire,
} from '../wire/index.ts';
import { Background } from './background.ts';
import type { Config } from './config.ts';
import type { RootCredentials } from './credentials.ts';

/** What a world is opened with. */
export interface WorldOptions {
  readonly config: Config;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  readonly machine: Machine;
  readonly root: RootCredentials;
  /** Where everything that a reset deletes is kept. */
  readonly directory: string;
  /** Where programs are looked for, as in `PATH`. */
  readonly searchPath: string;
  /** The address at which functions and containers reach this server. */
  readonly url: string;
}

/** Everything behind the port: store, engines, services. A reset opens a new one. */
export interface World extends AsyncDisposable {
  serve(request: IncomingMessage, response: ServerResponse, origin: Origin): void;
  coverage(): Coverage;
  /** Images that the user declared, for `/_postern/images`. */
  readonly images: Images;
  /** Places again what the records say runs. */
  resume(): Promise<void>;
}

/** Opens store, engines and services in the order of who needs whom; disposing closes in reverse. */
export async function openWorld(options: WorldOptions): Promise<World> {
  const { config, clock, ids, log, machine, root, directory, searchPath, url } = options;
  await using parts = new AsyncDisposableStack();
  const store = parts.use(new Store(join(directory, 'postern.db')));
  const telemetry = parts.use(openTelemetry({ directory: join(directory, 'telemetry'), clock, log }));
  const endpoints = parts.use(new Endpoints({ machine, clock, ids, random: Math.random }));
  const background = parts.use(new Background(log)).add;

  const enforce = config.iam === 'enforce';
  const iam = openIam({ clock, ids, store, root, enforce });
  const { authorizer, credentials, roles } = iam;
  const inside: InsideClient = { call: (request) => wire.inside.call(request) };
  const common = { clock, ids, log, store, inside, background, stateDirectory: directory };
  const { metrics, logs } = telemetry;
  const authenticate = createAuthenticator({
    credentials,
    nowMs: () => clock.now(),
    enforce,
    defaultAccount: config.account,
    defaultRegion: config.region,
  });
  const s3 = await openS3({ ...common, authorizer });
  const sageMaker = openSageMaker({ ...common, logs, endpoints, roles, searchPath, endpointUrl: () => url });
  const functions = {
    invoke: async () => ({ kind: 'not-found', message: 'there are no functions' }) as const,
  };
  const gateway = parts.use(
    openApiGateway({ ...common, metrics, logs, authenticate, authorizer, functions, roles }),
  );
  const services = [
    iam,
    openSts({ identities: iam, enforce }),
    s3,
    openLogs({ clock, ids, logs }),
    openCloudWatch({ clock, metrics }),
    sageMaker,
    openSageMakerRuntime({ clock, metrics, endpoints }),
    gateway,
  ];
  const definitions = services.map((service) => service.definition);
  const wire: Wire = createWire({
    definitions,
    authenticate,
    authorizer,
    clock,
    ids,
    log,
    sites: [gateway.site],
  });
  const keep = parts.move();
  return {
    serve: (request, response, origin) => wire.handle(request, response, origin),
    coverage: () => wire.coverage(),
    images: sageMaker.images,
    async resume() {
      await s3.resume();
      await sageMaker.resume();
      await gateway.resume();
    },
    [Symbol.asyncDispose]: () => keep.disposeAsync(),
  };
}
