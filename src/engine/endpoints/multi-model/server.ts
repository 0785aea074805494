import type { ProcessExit, ProcessUsage } from '../../../machine/index.ts';
import type { Container } from '../container.ts';
import type { Readiness } from '../container-host.ts';
import type { HttpRequest, Pending } from '../http/client.ts';
import {
  type ModelServer,
  refused,
  type ServerExchange,
  type ServerHome,
  type ServerPending,
} from '../model-server.ts';
import type { Target } from '../target.ts';
import type { MultiModelSpec } from '../spec.ts';
import { LoadedModels } from './loaded-models.ts';

const TARGET = 'X-Amzn-SageMaker-Target-Model';

/**
 * A container that serves many models: a model is fetched and loaded by the first request for it, and the one used least
 * recently makes room.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/mms-container-apis.html
 */
export class MultiModelServer implements ModelServer {
  readonly exited: Promise<ProcessExit>;
  readonly #home: ServerHome;
  readonly #container: Container;
  readonly #models: LoadedModels;
  readonly #cache: boolean;

  constructor(home: ServerHome, container: Container, spec: MultiModelSpec) {
    this.#home = home;
    this.#container = container;
    this.#models = new LoadedModels(home, container, spec);
    this.#cache = spec.cache;
    this.exited = container.exited;
  }

  get lastLines(): readonly string[] {
    return this.#container.lastLines;
  }

  get pid(): number {
    return this.#container.pid;
  }

  get pids(): readonly number[] {
    return this.#container.pids;
  }

  usage(): Promise<ProcessUsage> {
    return this.#container.usage();
  }

  /** Healthy once it answers its pings and can say which models it has loaded. */
  async ready(signal: AbortSignal): Promise<Readiness> {
    const readiness = await this.#container.ready(signal);
    if (readiness.kind !== 'ready') return readiness;
    const problem = await this.#models.list();
    return problem === undefined ? readiness : { kind: 'unhealthy', reason: problem };
  }

  ping(): Promise<string | undefined> {
    return this.#container.ping();
  }

  holds(model: string): boolean {
    return this.#models.holds(model);
  }

  send(request: HttpRequest, target?: Target): ServerPending {
    if (target?.container !== undefined) return refused('no-choice-of-container');
    if (target?.model === undefined) return refused('model-required');
    const { model } = target;
    const call = new Call();
    return { exchange: this.#ask(request, model, call), abandon: () => call.abandon() };
  }

  async #ask(request: HttpRequest, model: string, call: Call): Promise<ServerExchange> {
    // A container may have dropped a model by itself: then it is loaded once more.
    for (let attempt = 1; ; attempt++) {
      const startedAt = this.#home.clock.monotonic();
      const cached = this.#models.holds(model);
      const coming = this.#models.use(model);
      const use = await Promise.race([coming, call.abandoned]);
      if (use === 'abandoned') {
        void coming.then((late) => 'release' in late && late.release());
        return { kind: 'refused', why: 'model-not-ready', message: model };
      }
      if ('exchange' in use) return use.exchange;
      const waitedMs = cached ? 0 : this.#home.clock.monotonic() - startedAt;
      this.#home.tell({ kind: 'model-asked', model, cached, waitedMs, loaded: this.#models.count });
      const headers = { ...request.headers, [TARGET]: model };
      let exchange: ServerExchange;
      try {
        exchange = await call.watch(
          this.#container.request({ ...request, path: `/models/${use.name}/invoke`, headers }),
        );
      } finally {
        use.release();
      }
      const forgotten = exchange.kind === 'response' && exchange.response.status === 404;
      if (forgotten && attempt === 1 && !(await this.#models.stillLoaded(model))) continue;
      if (!this.#cache) this.#models.unloadIdle(model);
      return exchange;
    }
  }

  async stop(graceMs?: number): Promise<ProcessExit> {
    const exit = await this.#container.stop(graceMs);
    await this.#models.close();
    return exit;
  }
}

/** One request, which may be given up while it waits and while it is answered. */
class Call {
  readonly abandoned: Promise<'abandoned'>;
  #giveUp: () => void;

  constructor() {
    const { promise, resolve } = Promise.withResolvers<'abandoned'>();
    this.abandoned = promise;
    this.#giveUp = () => resolve('abandoned');
  }

  abandon(): void {
    this.#giveUp();
  }

  /** Waits for an exchange, which is given up with the request. */
  watch(pending: Pending): Promise<ServerExchange> {
    this.#giveUp = () => pending.abandon();
    return pending.exchange;
  }
}
