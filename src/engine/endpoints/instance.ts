import { sleep } from '../../kit/index.ts';
import { Container, type ContainerHost } from './container.ts';
import type { EndpointListener } from './events.ts';
import type { Invocation, Outcome } from './outcome.ts';
import { HOPELESS_AFTER, restartDelayMs, STARTED_WELL_MS } from './restart-delay.ts';
import type { VariantSpec } from './spec.ts';

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
  /** Instances of the variant in service now. */
  inServiceCount(): number;
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
  #container: Container | undefined;
  #phase: Phase = 'starting';
  #badStarts = 0;
  #outstanding = 0;
  #lastSignOfLife = 0;
  #graceMs: number;
  #wake: () => void = () => {};

  constructor(spec: VariantSpec, home: InstanceHome) {
    this.#spec = spec;
    this.#home = home;
    // One that is replaced because it does not answer seldom listens to SIGTERM either.
    this.#graceMs = Math.min(spec.health.stopGraceMs, REPLACED_GRACE_MS);
    this.id = `i-${home.ids.hex(17)}`;
    const { promise, resolve } = Promise.withResolvers<FirstStart>();
    this.firstStart = promise;
    this.#life = this.#live(resolve);
  }

  get inService(): boolean {
    return this.#phase === 'in-service';
  }

  /** Whether it is worth waiting for: it is starting, and has not failed to time after time. */
  get coming(): boolean {
    return this.#phase === 'starting' && this.#badStarts < HOPELESS_AFTER;
  }

  /** Requests it has been given and has not answered. */
  get outstanding(): number {
    return this.#outstanding;
  }

  /** The process of its container, while there is one. */
  get pid(): number | undefined {
    return this.#container?.pid;
  }

  /** Sends a request to its container; `undelivered` when nobody can have seen it, so that it may be sent again. */
  async invoke(invocation: Invocation, timeoutMs: number): Promise<Outcome | 'undelivered'> {
    const { clock } = this.#home;
    const served = { variant: this.#spec.name, instance: this.id, instances: this.#home.inServiceCount() };
    const container = this.#container;
    if (!container || this.#phase !== 'in-service') return 'undelivered';
    const startedAt = clock.monotonic();
    const pending = container.send({
      method: 'POST',
      path: '/invocations',
      headers: invocation.headers,
      body: invocation.body,
    });
    let givenUp: 'timed-out' | 'caller-gone' | undefined;
    const giveUp = (why: 'timed-out' | 'caller-gone') => {
      givenUp = why;
      pending.abandon();
    };
    const gone = () => giveUp('caller-gone');
    invocation.signal?.addEventListener('abort', gone, { once: true });
    const timer = clock.after(timeoutMs, () => giveUp('timed-out'));
    this.#outstanding++;
    const exchange = await pending.exchange;
    this.#outstanding--;
    timer[Symbol.dispose]();
    invocation.signal?.removeEventListener('abort', gone);
    const now = clock.monotonic();
    const where = { ...served, modelMs: now - startedAt };
    if (givenUp === 'caller-gone') return { kind: 'caller-gone', variant: this.#spec.name };
    if (givenUp) return { kind: 'timed-out', ...where };
    if (exchange.kind === 'broken') {
      this.#doubt(container);
      return exchange.unsent ? 'undelivered' : { kind: 'crashed', ...where, error: exchange.error };
    }
    this.#lastSignOfLife = now;
    if (exchange.kind === 'unreadable') return { kind: 'unreadable', ...where, why: exchange.why };
    const { status, headers, body } = exchange.response;
    if (status >= 200 && status < 300) return { kind: 'answered', ...where, status, headers, body };
    return { kind: 'model-error', ...where, status, body };
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
  #doubt(container: Container): void {
    if (this.#container !== container || this.#phase !== 'in-service') return;
    this.#enter('starting');
    this.#wake();
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
    for (let attempt = 1; !signal.aborted; attempt++) {
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
      await sleep(clock, restartDelayMs(this.#badStarts), signal).catch(() => {});
    }
    settle({ ok: false, reason: 'it was stopped' });
  }

  /** One container from start to end; answers why it is no more. `final`: there was time enough, another start is no use. */
  async #runOnce(attempt: number, inService: () => void): Promise<{ reason: string; final: boolean }> {
    const { signal } = this.#stopping;
    const { clock } = this.#home;
    const startedAt = clock.monotonic();
    let container: Container;
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
      const startedWell = this.#lastSignOfLife > readyAt || clock.monotonic() - readyAt >= STARTED_WELL_MS;
      this.#badStarts = startedWell ? 0 : this.#badStarts + 1;
      return { reason, final: false };
    } finally {
      if (this.#phase === 'in-service') this.#enter('starting');
      await container.stop(this.#graceMs);
      this.#container = undefined;
      if (signal.aborted) this.#tell({ kind: 'stopped' });
    }
  }

  #start(attempt: number): Promise<Container> {
    const { endpoint } = this.#home;
    this.#tell({ kind: 'started', attempt });
    return Container.start(
      this.#home,
      `endpoint/${endpoint}/${this.#spec.name}/${this.id}`,
      this.#spec.container,
      this.#spec.health,
      this.#spec.maxResponseBytes,
      (lines) => this.#tell({ kind: 'printed', lines }),
    );
  }

  /** Pings the container in service until it ends, is to be stopped, or has been unhealthy for too long. */
  async #watch(container: Container): Promise<string> {
    const { pingPeriodMs, pingFailures } = this.#spec.health;
    const over = new AbortController();
    const stop = () => over.abort();
    this.#stopping.signal.addEventListener('abort', stop, { once: true });
    let ended = false;
    const exited = container.exited.then((exit) => {
      ended = true;
      if (this.#phase === 'in-service') this.#enter('starting');
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

  #tell(event: DistributedEvent): void {
    this.#home.listener({ variant: this.#spec.name, instance: this.id, ...event });
  }
}

type Bare<E> = E extends unknown ? Omit<E, 'variant' | 'instance'> : never;
type DistributedEvent = Bare<Parameters<EndpointListener>[0]>;

/** The problem, and the last line the container printed. */
function reasonOf(problem: string, container: Container): string {
  const line = container.lastLines.findLast((text) => text.trim() !== '');
  return line === undefined ? problem : `${problem}: ${line.trim()}`;
}
