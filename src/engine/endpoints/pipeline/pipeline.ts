import type { ProcessExit, ProcessUsage } from '../../../machine/index.ts';
import type { Readiness } from '../container-host.ts';
import type { HttpRequest } from '../http/client.ts';
import type { HttpResponse } from '../http/response-reader.ts';
import {
  type ModelServer,
  refused,
  type ServerExchange,
  type ServerHome,
  type ServerPending,
} from '../model-server.ts';
import type { Target } from '../target.ts';

/** One of the containers. */
export interface Stage {
  readonly name: string;
  readonly server: ModelServer;
}

/**
 * Several containers of one instance: a request goes through all of them, each given what the one before has answered, or
 * to the one it names. They live and die together.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/inference-pipelines.html
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/multi-container-direct.html
 */
export class Pipeline implements ModelServer {
  readonly exited: Promise<ProcessExit>;
  readonly #home: ServerHome;
  readonly #stages: readonly Stage[];
  readonly #mode: 'serial' | 'direct';
  /** The one that did not become healthy. */
  #failed: Stage | undefined;

  constructor(home: ServerHome, stages: readonly Stage[], mode: 'serial' | 'direct') {
    this.#home = home;
    this.#stages = stages;
    this.#mode = mode;
    this.exited = Promise.race(stages.map(({ server }) => server.exited));
  }

  get lastLines(): readonly string[] {
    const stages = this.#failed ? [this.#failed] : this.#stages;
    return stages.flatMap(({ server }) => server.lastLines);
  }

  get pid(): number {
    return this.pids[0] as number;
  }

  get pids(): readonly number[] {
    return this.#stages.flatMap(({ server }) => server.pids);
  }

  /** Healthy once each of them is; with the first trouble otherwise. */
  ready(signal: AbortSignal): Promise<Readiness> {
    const over = new AbortController();
    const either = AbortSignal.any([signal, over.signal]);
    return new Promise((resolve) => {
      const all = this.#stages.map(async (stage) => {
        const readiness = await stage.server.ready(either);
        if (readiness.kind === 'ready') return;
        if (readiness.kind === 'stopped') resolve(readiness);
        else {
          this.#failed ??= stage;
          resolve({ ...readiness, container: stage.name });
        }
        over.abort();
      });
      void Promise.all(all).then(() => resolve({ kind: 'ready' }));
    });
  }

  async usage(): Promise<ProcessUsage> {
    const all = await Promise.all(this.#stages.map(({ server }) => server.usage()));
    const sum = (of: (usage: ProcessUsage) => number) => all.reduce((total, one) => total + of(one), 0);
    return {
      cpuSeconds: sum((one) => one.cpuSeconds),
      memoryBytes: sum((one) => one.memoryBytes),
      peakMemoryBytes: sum((one) => one.peakMemoryBytes),
    };
  }

  async ping(): Promise<string | undefined> {
    const problems = await Promise.all(
      this.#stages.map(async ({ name, server }) => {
        const problem = await server.ping();
        return problem === undefined ? [] : [`${name}: ${problem}`];
      }),
    );
    return problems.flat()[0];
  }

  holds(model: string): boolean {
    return this.#stages.some(({ server }) => server.holds?.(model) ?? false);
  }

  send(request: HttpRequest, target: Target = {}): ServerPending {
    const { container, model } = target;
    const ofMany = this.#stages.some(({ server }) => server.holds !== undefined);
    if (model !== undefined && !ofMany) return refused('no-choice-of-model');
    if (this.#mode === 'serial' && container !== undefined) return refused('no-choice-of-container');
    if (this.#mode === 'direct' && container === undefined) return refused('container-required');
    const stages =
      container === undefined ? this.#stages : this.#stages.filter((one) => one.name === container);
    if (stages.length === 0) return refused('no-such-container', container);
    let current: ServerPending | undefined;
    let abandoned = false;
    const through = async (): Promise<ServerExchange> => {
      let next = request;
      for (const [index, { name, server }] of stages.entries()) {
        const last = index === stages.length - 1;
        const startedAt = this.#home.clock.monotonic();
        // The others have one model each, and know nothing of the name.
        const itsTarget = server.holds && model !== undefined ? { model } : undefined;
        current = server.send(last ? next : await whole(next), itsTarget);
        if (abandoned) current.abandon();
        const exchange = await current.exchange;
        if (exchange.kind === 'refused') return exchange;
        const ms = this.#home.clock.monotonic() - startedAt;
        const status = exchange.kind === 'response' ? exchange.response.status : undefined;
        this.#home.tell({ kind: 'container-answered', container: name, status, ms });
        if (last || exchange.kind !== 'response' || !isGood(exchange.response.status))
          return { ...exchange, container: name };
        next = handOn(request, exchange.response);
      }
      throw new Error('a pipeline without containers');
    };
    const abandon = () => {
      abandoned = true;
      current?.abandon();
    };
    return { exchange: through(), abandon };
  }

  async stop(graceMs?: number): Promise<ProcessExit> {
    const [exit] = await Promise.all(this.#stages.map(({ server }) => server.stop(graceMs)));
    return exit as ProcessExit;
  }
}

const isGood = (status: number): boolean => status >= 200 && status < 300;

/** The request for the next container: the fields of the caller, with the body and content type that the last one has answered. */
function handOn(request: HttpRequest, { headers: answered, body }: HttpResponse): HttpRequest {
  const type = answered.get('content-type');
  const headers = { ...request.headers, ...(type !== undefined && { 'Content-Type': type }) };
  const { streamed } = request;
  return {
    ...request,
    headers,
    body,
    ...(streamed && { streamed: { take: (answer) => streamed.take(answer) } }),
  };
}

/** The request with its body at hand, to be answered in one piece: another container waits for the answer. */
async function whole({ streamed, ...request }: HttpRequest): Promise<HttpRequest> {
  const body = await streamed?.body?.();
  return body ? { ...request, body: Buffer.concat(await body.stream.toArray()) } : request;
}
