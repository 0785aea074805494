import { sleep } from '../../kit/index.ts';
import type { ContainerHost } from './container.ts';
import type { Errand } from './errand.ts';
import type { EndpointListener, InstanceEvent } from './events.ts';
import type { ModelServer, ServerExchange, ServerPending } from './model-server.ts';
import type { Invocation } from './outcome.ts';
import { HOPELESS_AFTER, restartDelayMs, STARTED_WELL_MS } from './restart-delay.ts';
import type { VariantSpec } from './spec.ts';
import { startServer } from './start-server.ts';
import { streamedThrough } from './streamed.ts';

/** How the first start of an instance went. */
export type FirstStart = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** What an instance needs of the variant it belongs to. */
export interface InstanceHome extends ContainerHost {
  /** The endpoint's id, for the process label. */
  readonly endpoint: string;
  readonly listener: EndpointListener;
  /** Gives up when the first start fails, instead of trying for ever. */
  readonly mayFail: boolean;
  /** Called whenever it enters or leaves service. */
  changed(): void;
  /** What became of an errand that it was given; it has room for another one now. */
  served(instance: Instance, errand: Errand, exchange: ServerExchange): void;
}

/** Between pings of a container whose connections fail, milliseconds. */
const DOUBT_MS = 200;

/** Between SIGTERM and SIGKILL of a container that is replaced, at most, milliseconds. */
const REPLACED_GRACE_MS = 5_000;

type Phase = 'starting' | 'in-service' | 'stopped' | 'failed';

/** One instance of a variant: a place where its container runs, and is started again when it ends or no longer answers. */
export class Instance {
  readonly id: string;
  /** Resolves when it is in service for the first time, or has failed to get there. */
  readonly firstStart: Promise<FirstStart>;
  readonly #spec: VariantSpec;
  readonly #home: InstanceHome;
  readonly #stopping = new AbortController();
  readonly #life: Promise<void>;
  #container: ModelServer | undefined;
  #phase: Phase = 'starting';
  #badStarts = 0;
  #outstanding = 0;
  #lastSignOfLife = 0;
  #graceMs: number;
  #arriving: boolean;
  #leaving = false;
  #idle: (() => void) | undefined;
  /** The one request it has that was with a container when that ended. */
  #suspect: Errand | undefined;
  /** The suspect at the time the container in service broke. */
  #culprit: Errand | undefined;
  /** The container in service broke with requests in its hands. */
  #brokeAtWork = false;
  /** How many containers in a row broke at work before they had answered anything. */
  #fatalities = 0;
  #wake: () => void = () => {};

  constructor(spec: VariantSpec, home: InstanceHome) {
    this.#spec = spec;
    this.#home = home;
    // One that is replaced because it does not answer seldom listens to SIGTERM either.
    this.#graceMs = Math.min(spec.health.stopGraceMs, REPLACED_GRACE_MS);
    this.id = `i-${home.ids.hex(17)}`;
    const { promise, resolve } = Promise.withResolvers<FirstStart>();
    this.firstStart = promise;
    this.#arriving = home.mayFail;
    void promise.then(() => {
      this.#arriving = false;
    });
    this.#life = this.#live(resolve);
  }

  /** Whether it takes requests. */
  get inService(): boolean {
    return this.#phase === 'in-service' && !this.#leaving;
  }

  /** Whether it has a request that may be why a container ended. */
  get suspecting(): boolean {
    return this.#suspect !== undefined;
  }

  /** The request that its container, which has just broken, is thought to have ended of. */
  get culprit(): Errand | undefined {
    return this.#culprit;
  }

  /** Whether it is worth waiting for: it is starting, and has not failed to time after time. */
  get coming(): boolean {
    return this.#phase === 'starting' && !this.#leaving && this.#badStarts < HOPELESS_AFTER;
  }

  /** Whether it has never been in service and may still get there or fail. */
  get arriving(): boolean {
    return this.#arriving;
  }

  /** Requests it has been given and has not answered. */
  get outstanding(): number {
    return this.#outstanding;
  }

  /** The process of its container, while there is one. */
  get pid(): number | undefined {
    return this.#container?.pid;
  }

  /** Gives a request to its container, which must be in service; `home.served` hears how that ended. */
  serve(errand: Errand): void {
    const container = this.#container as ModelServer;
    const pending = this.#send(container, errand.invocation);
    this.#outstanding++;
    if (errand.deaths > 0) this.#suspect = errand;
    errand.begin(pending, this.#home.clock.monotonic());
    pending.exchange.then(
      (exchange) => this.#served(errand, container, exchange),
      (error: Error) =>
        this.#served(errand, container, {
          kind: 'broken',
          unsent: false,
          answered: false,
          error: error.message,
        }),
    );
  }

  #send(container: ModelServer, { headers, body, target, streamed }: Invocation): ServerPending {
    const request = { method: 'POST', path: '/invocations', headers, body } as const;
    if (!streamed) return container.send(request, target);
    const { clock } = this.#home;
    const alive = () => {
      this.#lastSignOfLife = clock.monotonic();
    };
    const by = { variant: this.#spec.name, instance: this.id, sentAt: clock.monotonic() };
    return container.send({ ...request, streamed: streamedThrough(streamed, by, alive) }, target);
  }

  #served(errand: Errand, container: ModelServer, exchange: ServerExchange): void {
    if (exchange.kind !== 'broken') this.#lastSignOfLife = this.#home.clock.monotonic();
    else if (!errand.givenUp) this.#doubt(container);
    this.#outstanding--;
    if (this.#suspect === errand) this.#suspect = undefined;
    errand.released();
    this.#home.served(this, errand, exchange);
    if (this.#outstanding === 0) this.#idle?.();
  }

  /** Takes no more requests; resolves when those it has are answered and it has ended. */
  async leave(): Promise<void> {
    this.#leaving = true;
    this.#home.changed();
    if (this.#outstanding > 0) {
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
    }
    await this.stop();
  }

  /**
   * Takes it out of service and ends its container with SIGTERM, then SIGKILL; requests under way are not waited for.
   * @param graceMs between the two; default as its health says
   */
  async stop(graceMs?: number): Promise<void> {
    this.#graceMs = graceMs ?? this.#spec.health.stopGraceMs;
    if (!this.#stopping.signal.aborted) this.#stopping.abort();
    if (this.#phase !== 'failed') this.#enter('stopped');
    await this.#container?.stop(this.#graceMs);
    await this.#life;
  }

  /** A connection failed: out of service until a ping says otherwise, which is asked at once. */
  #doubt(container: ModelServer): void {
    if (this.#container !== container || this.#phase !== 'in-service') return;
    this.#broke();
    this.#wake();
  }

  /** Its container ended or a connection did: who may be why is said now, while it is known who was there. */
  #broke(): void {
    this.#culprit = this.#suspect;
    this.#brokeAtWork = this.#outstanding > 0;
    this.#enter('starting');
  }

  #enter(phase: Phase): void {
    const was = this.#phase;
    this.#phase = phase;
    if (was !== phase) this.#home.changed();
  }

  async #live(settle: (outcome: FirstStart) => void): Promise<void> {
    const { signal } = this.#stopping;
    const { clock } = this.#home;
    let served = false;
    for (let attempt = 1; !signal.aborted && !this.#leaving; attempt++) {
      const problem = await this.#runOnce(attempt, () => {
        served = true;
        settle({ ok: true });
      });
      if (signal.aborted) break;
      this.#enter('starting');
      if (!served && this.#home.mayFail && (problem.final || attempt >= this.#spec.health.startAttempts)) {
        this.#enter('failed');
        settle({ ok: false, reason: problem.reason });
        return;
      }
      if (this.#badStarts >= HOPELESS_AFTER) this.#home.changed(); // those who wait are told
      await sleep(clock, restartDelayMs(this.#badStarts, this.#fatalities), signal).catch(() => {});
    }
    settle({ ok: false, reason: 'it was stopped' });
  }

  /** One container from start to end; answers why it is no more. `final`: there was time enough, another start is no use. */
  async #runOnce(attempt: number, inService: () => void): Promise<{ reason: string; final: boolean }> {
    const { signal } = this.#stopping;
    const { clock } = this.#home;
    const startedAt = clock.monotonic();
    let container: ModelServer;
    try {
      container = await this.#start(attempt);
    } catch (error) {
      this.#badStarts++;
      return { reason: (error as Error).message, final: false };
    }
    this.#container = container;
    try {
      const readiness = await container.ready(signal);
      if (readiness.kind !== 'ready' || signal.aborted) {
        this.#badStarts++;
        if (readiness.kind === 'exited') this.#tell({ kind: 'exited', exit: readiness.exit });
        const reason = reasonOf(
          readiness.kind === 'unhealthy' ? readiness.reason : 'it ended before it was healthy',
          container,
        );
        return { reason, final: readiness.kind === 'unhealthy' };
      }
      const readyAt = clock.monotonic();
      this.#lastSignOfLife = readyAt;
      this.#tell({ kind: 'in-service', startMs: readyAt - startedAt });
      this.#enter('in-service');
      inService();
      const reason = await this.#watch(container);
      this.#judge(readyAt);
      return { reason, final: false };
    } finally {
      if (this.#phase === 'in-service') this.#enter('starting');
      await container.stop(this.#graceMs);
      this.#container = undefined;
      if (signal.aborted) this.#tell({ kind: 'stopped' });
    }
  }

  /** Whether its last container had started well: one that ends of the requests it is given is no bad start. */
  #judge(readyAt: number): void {
    const answered = this.#lastSignOfLife > readyAt;
    const atWork = !answered && this.#brokeAtWork;
    const startedWell = answered || atWork || this.#home.clock.monotonic() - readyAt >= STARTED_WELL_MS;
    this.#fatalities = atWork ? this.#fatalities + 1 : 0;
    this.#badStarts = startedWell ? 0 : this.#badStarts + 1;
  }

  #start(attempt: number): Promise<ModelServer> {
    const { endpoint } = this.#home;
    this.#tell({ kind: 'started', attempt });
    const home = {
      ...this.#home,
      label: `endpoint/${endpoint}/${this.#spec.name}/${this.id}`,
      instance: this.id,
      health: this.#spec.health,
      maxResponseBytes: this.#spec.maxResponseBytes,
      tell: (event: InstanceEvent) => this.#tell(event),
    };
    return startServer(home, this.#spec.container);
  }

  /** Pings the container in service until it ends, is to be stopped, or has been unhealthy for too long. */
  async #watch(container: ModelServer): Promise<string> {
    const { pingPeriodMs, pingFailures } = this.#spec.health;
    const over = new AbortController();
    const stop = () => over.abort();
    this.#stopping.signal.addEventListener('abort', stop, { once: true });
    let ended = false;
    const exited = container.exited.then((exit) => {
      ended = true;
      if (this.#phase === 'in-service') this.#broke();
      // An end that was asked for is told as 'stopped'.
      if (!this.#stopping.signal.aborted) this.#tell({ kind: 'exited', exit });
      over.abort();
    });
    let failures = 0;
    while (!over.signal.aborted) {
      await this.#pause(
        this.#phase === 'in-service' ? pingPeriodMs : Math.min(pingPeriodMs, DOUBT_MS),
        over.signal,
      );
      if (over.signal.aborted) break;
      const problem = await container.ping();
      if (over.signal.aborted) break;
      if (problem === undefined) this.#enter('in-service');
      failures = problem === undefined || this.#busy() ? 0 : failures + 1;
      if (problem !== undefined && failures >= pingFailures) {
        this.#tell({ kind: 'unhealthy', reason: problem });
        return problem;
      }
    }
    this.#stopping.signal.removeEventListener('abort', stop);
    if (ended) await exited;
    return 'it ended';
  }

  /** Waits, until it is over or somebody has doubts. */
  #pause(ms: number, over: AbortSignal): Promise<void> {
    const awake = new AbortController();
    this.#wake = () => awake.abort();
    return sleep(this.#home.clock, ms, AbortSignal.any([over, awake.signal])).catch(() => {});
  }

  /** A container that computes may be too busy to answer a ping; one that has answered nothing for long is not computing. */
  #busy(): boolean {
    return (
      this.#outstanding > 0 &&
      this.#home.clock.monotonic() - this.#lastSignOfLife < this.#spec.invocationTimeoutMs
    );
  }

  #tell(event: InstanceEvent): void {
    this.#home.listener({ variant: this.#spec.name, instance: this.id, ...event });
  }
}

/** The problem, and the last line the container printed. */
function reasonOf(problem: string, container: ModelServer): string {
  const line = container.lastLines.findLast((text) => text.trim() !== '');
  return line === undefined ? problem : `${problem}: ${line.trim()}`;
}
