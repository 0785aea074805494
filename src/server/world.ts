import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Endpoints } from '../engine/endpoints/index.ts';
import { openTelemetry } from '../engine/telemetry/index.ts';
import { openIam } from '../services/iam/index.ts';
import type { Images } from '../services/sagemaker/index.ts';
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
import type { WorldOptions } from './platform.ts';
import { openServices } from './services.ts';
import { UnderWay } from './under-way.ts';

/** Everything behind the port: store, engines, services. A reset opens a new one. */
export interface World extends AsyncDisposable {
  serve(request: IncomingMessage, response: ServerResponse, origin: Origin): void;
  coverage(): Promise<Coverage>;
  /** Images that the user declared, for `/_postern/images`. */
  readonly images: Images;
  /** Places again what the records say runs. */
  resume(): Promise<void>;
}

/** What is being answered when a world ends has so long, milliseconds. */
const LAST_ANSWERS_MS = 2_000;

/** Opens store, engines, identity, services and the wire over them; disposing closes in reverse. */
export async function openWorld(options: WorldOptions): Promise<World> {
  const { config, clock, ids, log, machine, root, directory } = options;
  await using parts = new AsyncDisposableStack();
  const store = parts.use(new Store(join(directory, 'postern.db')));
  const telemetry = parts.use(
    openTelemetry({ directory: join(directory, 'telemetry'), clock, log, timeScale: config.timeScale }),
  );
  const endpoints = parts.use(new Endpoints({ machine, clock, ids, random: Math.random }));
  const background = parts.use(new Background(log)).add;

  const enforce = config.iam === 'enforce';
  const iam = openIam({ clock, ids, store, root, enforce });
  const authenticate = createAuthenticator({
    credentials: iam.credentials,
    nowMs: () => clock.now(),
    enforce,
    defaultAccount: config.account,
    defaultRegion: config.region,
  });
  const inside: InsideClient = { call: (request) => wire.inside.call(request) };
  const platform = {
    ...options,
    ...telemetry,
    store,
    endpoints,
    background,
    timeScale: config.timeScale,
    enforceInstanceSize: config.enforceInstanceSize,
    enforce,
    iam,
    authenticate,
    inside,
  };
  const { services, images } = await openServices(platform, parts);
  const wire: Wire = createWire({
    definitions: services.map((service) => service.definition),
    sites: services.flatMap((service) => service.site ?? []),
    authenticate,
    authorizer: iam.authorizer,
    clock,
    ids,
    log,
  });
  const underWay = new UnderWay(clock);
  parts.defer(() => underWay.over(LAST_ANSWERS_MS));
  const keep = parts.move();
  return {
    serve(request, response, origin) {
      underWay.add(response);
      wire.handle(request, response, origin);
    },
    coverage: () => wire.coverage(),
    images,
    async resume() {
      for (const service of services) await service.resume?.();
    },
    [Symbol.asyncDispose]: () => keep.disposeAsync(),
  };
}
