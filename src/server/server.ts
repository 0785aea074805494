import { type Clock, type Ids, randomIds, systemClock } from '../kit/index.ts';
import { openMachine } from '../machine/index.ts';
import type { Config } from './config.ts';
import { controlSite } from './control.ts';
import { controlRoutes, rootVerifier } from './control-routes.ts';
import { CurrentWorld } from './current-world.ts';
import { rootCredentials } from './credentials.ts';
import { listen } from './listen.ts';
import { openLog } from './log.ts';
import { openStateDirectory } from './state-directory.ts';

/** A running Postern. */
export interface PosternServer extends AsyncDisposable {
  /** e.g. `http://127.0.0.1:4566` */
  readonly url: string;
  /** The state directory. */
  readonly state: string;
}

/** What the process around the server gives it. */
export interface Surroundings {
  /** Where programs (python3, model servers) are looked for, as in `PATH`. */
  readonly searchPath: string;
  readonly clock?: Clock;
  readonly ids?: Ids;
}

/** Opens everything in order, and the port last; disposing closes in reverse. Two servers fit in one process. */
export async function openServer(config: Config, surroundings: Surroundings): Promise<PosternServer> {
  await using parts = new AsyncDisposableStack();
  const { clock = systemClock, ids = randomIds, searchPath } = surroundings;
  const log = openLog(config);
  parts.defer(() => log.flush());
  const machine = parts.use(await openMachine({ clock, log, searchPath }));
  const directory = parts.use(await openStateDirectory(config, machine.runDirectory));
  const root = await rootCredentials(directory.path, config, ids);
  let world: CurrentWorld | undefined;
  parts.defer(() => world?.[Symbol.asyncDispose]());
  const control = controlSite(
    controlRoutes({ config, machine, world: () => world }),
    rootVerifier(config, root, () => clock.now()),
  );
  const { url, port } = parts.use(
    await listen(config.host, config.port, (request, response, origin) => {
      if (control.claims(request.url ?? '')) control.serve(request, response, origin);
      else if (world) world.now.serve(request, response, origin);
      else response.writeHead(503, { 'retry-after': '1' }).end();
    }),
  );
  world = await CurrentWorld.open({ config, clock, ids, log, machine, root, searchPath, url }, directory);
  await directory.announce(url, port);
  if (config.iam === 'off')
    log.warn({}, 'IAM is off: any credentials are accepted and everything is allowed');
  const keep = parts.move();
  return { url, state: directory.path, [Symbol.asyncDispose]: () => keep.disposeAsync() };
}
