import { createServer } from 'node:net';
import { join } from 'node:path';
import { type Clock, sleep } from '../../kit/index.ts';
import type { ProcessExit, ProcessUsage, RunningProcess } from '../../machine/index.ts';
import { FramesClient, fitsFrame } from './frames/client.ts';
import { HttpClient, type Pending, type HttpRequest } from './http/client.ts';
import type { Address } from './http/connection.ts';
import type { ContainerHost, Readiness } from './container-host.ts';
import { readLines } from './lines.ts';
import { type ModelServer, refused, type ServerPending } from './model-server.ts';
import type { ContainerSpec, HealthSpec } from './spec.ts';
import type { Target } from './target.ts';

/** Socket paths over this cannot be bound on every system, bytes. */
const MAX_SOCKET_PATH = 100;
const FIRST_POLL_MS = 20;
const MAX_POLL_MS = 250;
/** Lines kept for the reason of a failure. */
const KEPT_LINES = 20;
const LAST_WORDS_MS = 100;

/** One run of a model server process, from its start to its end. */
export class Container implements ModelServer {
  readonly exited: Promise<ProcessExit>;
  readonly #process: RunningProcess;
  readonly #client: HttpClient;
  /** The quicker way for small predictions, where it is understood. */
  readonly #frames: FramesClient | undefined;
  readonly #clock: Clock;
  readonly #health: HealthSpec;
  #lastLines: readonly string[] = [];

  private constructor(
    process: RunningProcess,
    client: HttpClient,
    frames: FramesClient | undefined,
    clock: Clock,
    health: HealthSpec,
    print: (lines: readonly string[]) => void,
  ) {
    this.#process = process;
    this.#client = client;
    this.#frames = frames;
    this.#clock = clock;
    this.#health = health;
    const printed = (lines: readonly string[]) => {
      this.#lastLines = [...this.#lastLines, ...lines].slice(-KEPT_LINES);
      print(lines);
    };
    const ended = Promise.all([readLines(process.stdout, printed), readLines(process.stderr, printed)]);
    this.exited = process.exited.then(async (exit) => {
      this.#hangUp();
      // Its last words say why; a grandchild that holds the pipe open is not waited for.
      await Promise.race([ended, sleep(clock, LAST_WORDS_MS)]);
      return exit;
    });
  }

  /** Starts the process; whether it becomes healthy is for {@link Container.ready} to say. */
  static async start(
    host: ContainerHost,
    label: string,
    spec: ContainerSpec,
    health: HealthSpec,
    maxResponseBytes: number,
    print: (lines: readonly string[]) => void,
  ): Promise<Container> {
    const [address, fresh] = await Promise.all([addressFor(host, spec), spec.freshEnv?.() ?? {}]);
    const framesPath = spec.takesFrames ? socketPath(host) : undefined;
    const process = await host.machine.spawn({
      label,
      command: (await spec.findCommand?.(host.machine)) ?? spec.command,
      args: spec.args,
      env: { ...spec.env, ...fresh, ...bindingOf(address, framesPath) },
      ...(spec.cwd === undefined ? {} : { cwd: spec.cwd }),
      ...(spec.limits === undefined ? {} : { limits: spec.limits }),
    });
    process.stdin.on('error', () => {}).end();
    const client = new HttpClient(address, maxResponseBytes);
    const frames = framesPath === undefined ? undefined : new FramesClient(framesPath);
    return new Container(process, client, frames, host.clock, health, print);
  }

  /** What it printed last. */
  get lastLines(): readonly string[] {
    return this.#lastLines;
  }

  get pid(): number {
    return this.#process.pid;
  }

  get pids(): readonly number[] {
    return [this.pid];
  }

  usage(): Promise<ProcessUsage> {
    return this.#process.usage();
  }

  /** Waits for the first healthy ping, the end of the process or the end of the time for it. */
  async ready(signal: AbortSignal): Promise<Readiness> {
    let exit: ProcessExit | undefined;
    const exited = this.exited.then((how) => {
      exit = how;
    });
    const deadline = this.#clock.monotonic() + this.#health.startTimeoutMs;
    for (let pause = FIRST_POLL_MS; ; pause = Math.min(MAX_POLL_MS, pause * 1.2)) {
      const problem = await this.ping();
      if (exit) return { kind: 'exited', exit };
      if (signal.aborted) return { kind: 'stopped' };
      if (problem === undefined) return { kind: 'ready' };
      if (this.#clock.monotonic() >= deadline) return { kind: 'unhealthy', reason: problem };
      await Promise.race([exited, sleep(this.#clock, pause, signal).catch(() => {})]);
    }
  }

  /** Asks for its health; answers what is wrong, `undefined` when nothing is. */
  async ping(): Promise<string | undefined> {
    const pending = this.request({ method: 'GET', path: '/ping', headers: {}, body: new Uint8Array() });
    let late = false;
    using _timer = this.#clock.after(this.#health.pingTimeoutMs, () => {
      late = true;
      pending.abandon();
    });
    const exchange = await pending.exchange;
    if (late) return `GET /ping was not answered within ${this.#health.pingTimeoutMs} ms`;
    if (exchange.kind === 'broken') return `GET /ping: ${exchange.error}`;
    if (exchange.kind === 'unreadable') return 'GET /ping was not answered in HTTP';
    return exchange.response.status === 200
      ? undefined
      : `GET /ping was answered ${exchange.response.status}`;
  }

  send(request: HttpRequest, target?: Target): ServerPending {
    if (target?.model !== undefined) return refused('no-choice-of-model');
    if (target?.container !== undefined) return refused('no-choice-of-container');
    return this.request(request);
  }

  /** Sends any request. */
  request(request: HttpRequest): Pending {
    return this.#frames && fitsFrame(request) ? this.#frames.send(request) : this.#client.send(request);
  }

  /** Ends the process tree: SIGTERM, then SIGKILL after the grace. Asked again with a shorter grace, the shorter one counts. */
  async stop(graceMs: number = this.#health.stopGraceMs): Promise<ProcessExit> {
    const exit = await this.#process.stop(graceMs);
    this.#hangUp();
    return exit;
  }

  #hangUp(): void {
    this.#client.close();
    this.#frames?.close();
  }
}

/** A fresh path for a unix socket; undefined where paths are too long for one. */
function socketPath(host: ContainerHost): string | undefined {
  const path = join(host.machine.runDirectory, `m${host.ids.hex(8)}`);
  return Buffer.byteLength(path) <= MAX_SOCKET_PATH ? path : undefined;
}

async function addressFor(host: ContainerHost, spec: ContainerSpec): Promise<Address> {
  const path = spec.listensOnSocket ? socketPath(host) : undefined;
  if (path !== undefined) return { socketPath: path };
  return { host: '127.0.0.1', port: await freePort() };
}

/** Where to listen, in the words that container toolkits read. */
function bindingOf(address: Address, framesPath: string | undefined): Record<string, string> {
  const frames = framesPath === undefined ? {} : { POSTERN_FRAMES_SOCKET: framesPath };
  if ('socketPath' in address) return { POSTERN_BIND_TO_SOCKET: address.socketPath, ...frames };
  const port = `${address.port}`;
  return { PORT: port, SAGEMAKER_BIND_TO_PORT: port, ...frames };
}

/** A port nobody listens on now. Another program may take it first: then the start fails and is tried again. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
