import { type Capacity, FIRST_GUESS_BYTES, type Footprint } from './capacity.ts';
import { chooseInstance, chooseLeaving } from './choose-instance.ts';
import type { ContainerHost } from './container.ts';
import type { Errand } from './errand.ts';
import type { EndpointListener } from './events.ts';
import type { FirstStart } from './first-start.ts';
import { Instance } from './instance.ts';
import type { ServerExchange } from './model-server.ts';
import { outcomeOf } from './outcome-of.ts';
import { type Crew, Elastic, type Tuning } from './serverless/elastic.ts';
import type { ResizeOutcome } from './resize-outcome.ts';
import type { VariantSpec } from './spec.ts';
import { WaitingLine } from './waiting-line.ts';

/** What a variant needs of the deployment it belongs to. */
export interface VariantHome extends ContainerHost {
  readonly endpoint: string;
  /** What the deployment is called in outcomes. */
  readonly deployment: string | undefined;
  readonly listener: EndpointListener;
  readonly capacity: Capacity;
  readonly mayFail: boolean;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** Containers a request is given to at most, whatever becomes of them. */
const MAX_TRIES = 5;

/** The instances of one model under one name, and those who wait for them. */
export class Variant {
  readonly name: string;
  /** Its share of the traffic is its weight over the sum of all; may change at any time. */
  weight: number;
  readonly #spec: VariantSpec;
  readonly #home: VariantHome;
  readonly #line = new WaitingLine();
  readonly #footprint: Footprint = { bytes: FIRST_GUESS_BYTES };
  readonly #elastic: Elastic<Instance> | undefined;
  /** Those that count; those that are leaving do not. Oldest first. */
  #instances: Instance[] = [];
  /** Everything that has or may have a process. */
  readonly #all = new Set<Instance>();
  #inService: readonly Instance[] = [];
  #inFlight = 0;
  #phase: 'open' | 'draining' | 'stopped' = 'open';
  #idle: (() => void) | undefined;
  #supersede: (() => void) | undefined;

  constructor(spec: VariantSpec, home: VariantHome) {
    this.name = spec.name;
    this.weight = spec.weight;
    this.#spec = spec;
    this.#home = home;
    this.#elastic = spec.serverless && new Elastic(spec.serverless, home.clock, this.#crew());
    const provisioned = spec.serverless?.provisioned;
    // One that comes with the requests comes once to begin with: whether it can is to be known.
    const count = provisioned === undefined ? spec.instances : Math.max(home.mayFail ? 1 : 0, provisioned);
    const first = this.#start(count, home.mayFail);
    this.#elastic?.begins(first);
  }

  /** The instances that are to serve. */
  get instances(): readonly Instance[] {
    return this.#instances;
  }

  /** Instances in service now. */
  get inServiceCount(): number {
    return this.#inService.length;
  }

  /** Requests that its instances have been given and have not answered. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** Requests that wait for an instance. */
  get waiting(): number {
    return this.#line.size;
  }

  /** Resolves when all instances are in service, or the first one has failed to get there. */
  started(): Promise<FirstStart> {
    return allStarted(this.#instances);
  }

  /** Takes a request: gives it to an instance, lets it wait for one, or ends it. */
  take(errand: Errand): void {
    if (errand.deadline === 0) {
      errand.watch(
        this.#home.clock.monotonic() + (errand.invocation.timeoutMs ?? this.#spec.invocationTimeoutMs),
      );
    }
    errand.variant = this;
    if (this.#elastic?.full && errand.tries === 0)
      return errand.end({ kind: 'throttled', variant: this.name });
    const instance = this.#line.size === 0 ? this.#free(errand) : undefined;
    if (instance) return this.#give(errand, instance);
    const refusal = this.#refusal();
    if (refusal) return errand.end({ kind: refusal, variant: this.name });
    this.#line.add(errand);
    this.#elastic?.called();
  }

  /** Takes a copy of another variant's request if an instance has room for it now; drops it otherwise. */
  takeCopy(errand: Errand): void {
    const instance = this.#line.size === 0 ? this.#free(errand) : undefined;
    if (instance && this.#phase === 'open') this.take(errand);
  }

  /** One that waits here is not to wait any longer. */
  giveUp(errand: Errand, why: 'late' | 'gone'): void {
    if (!this.#line.delete(errand)) return;
    const late = this.#elastic ? 'no-instance-yet' : 'waited-too-long';
    errand.end({ kind: why === 'gone' ? 'caller-gone' : late, variant: this.name });
    this.#checkIdle();
  }

  /**
   * Changes how many instances serve. More: each takes requests as soon as it is healthy. Fewer: those that leave
   * answer what they have first.
   */
  async resize(count: number): Promise<ResizeOutcome> {
    this.#supersede?.();
    if (this.#phase !== 'open') return { kind: 'superseded' };
    const { promise: superseded, resolve } = Promise.withResolvers<ResizeOutcome>();
    this.#supersede = () => resolve({ kind: 'superseded' });
    const surplus = this.#instances.length - count;
    if (surplus < 0) this.#start(-surplus, true);
    const left = surplus > 0 ? this.#dismiss(chooseLeaving(this.#instances, surplus)) : undefined;
    const change = Promise.all([this.#arrived(), left]).then(([outcome]) => outcome);
    return Promise.race([superseded, change]);
  }

  /** Changes how many requests instances come for, and how many are always there; resolves when these are. */
  async tune(tuning: Tuning): Promise<ResizeOutcome> {
    if (!this.#elastic) return { kind: 'no-variant' };
    return this.#phase === 'open' ? this.#elastic.tune(tuning) : { kind: 'superseded' };
  }

  /** Takes no more requests, and resolves when those it has, the waiting ones too, have ended. */
  async drain(): Promise<void> {
    this.#close('draining');
    if (this.#inFlight + this.#line.size === 0) return;
    await new Promise<void>((resolve) => {
      this.#idle = resolve;
    });
  }

  /** Gives those who wait back to where they came from, to be routed anew. */
  giveBack(): void {
    for (const errand of this.#line.clear()) errand.router.route(errand);
    this.#checkIdle();
  }

  /** Ends every instance; requests under way end as crashed. */
  async stop(graceMs?: number): Promise<void> {
    this.#close('stopped');
    this.#refuseWaiting('not-ready');
    await Promise.all([...this.#all].map((instance) => instance.stop(graceMs)));
  }

  #start(count: number, mayFail: boolean): readonly Instance[] {
    const home = {
      ...this.#home,
      mayFail,
      footprint: this.#footprint,
      changed: () => this.#refresh(),
      served: (instance: Instance, errand: Errand, exchange: ServerExchange) =>
        this.#served(instance, errand, exchange),
    };
    const started = Array.from({ length: count }, () => new Instance(this.#spec, home));
    this.#instances = [...this.#instances, ...started];
    for (const instance of started) this.#all.add(instance);
    return started;
  }

  #crew(): Crew<Instance> {
    const variant = this;
    return {
      get members() {
        return variant.#instances;
      },
      get waiting() {
        return variant.#line.size;
      },
      get inFlight() {
        return variant.#inFlight;
      },
      start: (count) => this.#start(count, true),
      dismiss: (members) => this.#dismiss(members),
      desert: () => this.#refuseWaiting('not-ready'),
      tell: ({ id: instance }, event) => this.#home.listener({ variant: this.name, instance, ...event }),
    };
  }

  /** Waits for those that have not been in service yet; takes away those that fail to get there. */
  async #arrived(): Promise<ResizeOutcome> {
    const arriving = this.#instances.filter((instance) => instance.arriving);
    const starts = await Promise.all(arriving.map((instance) => instance.firstStart));
    const failed = starts.find((start) => !start.ok);
    await this.#dismiss(arriving.filter((_, i) => !starts[i]?.ok));
    return failed ? { kind: 'failed', cause: failed.cause, reason: failed.reason } : { kind: 'reached' };
  }

  async #dismiss(leaving: readonly Instance[]): Promise<void> {
    this.#instances = this.#instances.filter((instance) => !leaving.includes(instance));
    this.#refresh();
    const gone = leaving.map(async (instance) => {
      await instance.leave();
      this.#all.delete(instance);
    });
    await Promise.all(gone);
  }

  #free(errand: Errand): Instance | undefined {
    const { pin } = errand;
    const { routing, concurrency } = this.#spec;
    if (pin) {
      const { instance } = pin;
      return instance.inService && instance.outstanding < concurrency ? instance : undefined;
    }
    if (this.#elastic) return chooseInstance(this.#inService, 'random', 1, 0); // the oldest one first
    const model = errand.invocation.target?.model;
    const chance = this.#home.random();
    if (model !== undefined && this.#inService.length > 1) {
      const holders = this.#inService.filter((instance) => instance.server?.holds?.(model));
      const holder = chooseInstance(holders, routing, concurrency, chance);
      if (holder) return holder;
    }
    return chooseInstance(this.#inService, routing, concurrency, chance);
  }

  #give(errand: Errand, instance: Instance): void {
    try {
      instance.serve(errand);
      this.#inFlight++;
      this.#elastic?.executes(instance);
    } catch (error) {
      errand.fail(error);
    }
  }

  #served(instance: Instance, errand: Errand, exchange: ServerExchange): void {
    this.#inFlight--;
    if (exchange.kind === 'broken' && !errand.givenUp && this.#mayTryAgain(instance, errand, exchange)) {
      this.#line.add(errand);
    } else {
      errand.end(
        outcomeOf(errand, exchange, {
          variant: this.name,
          instance: instance.id,
          instances: this.#inService.length,
          deployment: this.#home.deployment,
          modelMs: this.#home.clock.monotonic() - errand.startedAt,
        }),
      );
    }
    this.#elastic?.rests(instance);
    if (this.#line.size > 0) this.#serveWaiting();
    this.#checkIdle();
  }

  /**
   * Nothing of an answer was seen, and another container may give one: once, unless it is known that another request
   * is why the container ended.
   */
  #mayTryAgain(
    instance: Instance,
    errand: Errand,
    { unsent, answered }: Extract<ServerExchange, { kind: 'broken' }>,
  ): boolean {
    // Of a streamed answer the caller has seen what there was.
    if (answered && errand.invocation.streamed) return false;
    if (errand.shadow || errand.pin || errand.tries >= MAX_TRIES || this.#refusal(true)) return false;
    if (unsent || (instance.culprit !== undefined && instance.culprit !== errand)) return true;
    return ++errand.deaths < 2;
  }

  #serveWaiting(): void {
    const { concurrency } = this.#spec;
    for (const instance of this.#inService) {
      const suspect = this.#line.firstSuspect();
      if (!suspect) break;
      if (instance.suspecting || instance.outstanding >= concurrency) continue;
      this.#line.delete(suspect);
      this.#give(suspect, instance);
    }
    for (const errand of this.#line.pinned) {
      const lost = errand.pin?.instance.run !== errand.pin?.run;
      const instance = lost ? undefined : this.#free(errand);
      if (!lost && !instance) continue;
      this.#line.delete(errand);
      if (instance) this.#give(errand, instance);
      else errand.end({ kind: 'no-session', variant: this.name });
    }
    for (let next = this.#line.first(); next; next = this.#line.first()) {
      const instance = this.#free(next);
      if (!instance) break;
      this.#line.delete(next);
      this.#give(next, instance);
    }
  }

  /** Why nobody may wait now, if so. */
  #refusal(hadItsTurn = false): 'not-ready' | 'no-capacity' | 'queue-full' | undefined {
    if (this.#phase === 'stopped') return 'not-ready';
    if (this.#instances.length === 0 && this.#phase === 'open') {
      if (this.#spec.whenEmpty !== 'wait') return 'no-capacity';
    } else if (this.#inService.length === 0 && !this.#instances.some((instance) => instance.coming)) {
      return 'not-ready';
    }
    return !hadItsTurn && this.#line.size >= this.#spec.queueLimit ? 'queue-full' : undefined;
  }

  #refresh(): void {
    this.#inService = this.#instances.filter((instance) => instance.inService);
    if (this.#line.size === 0) return;
    this.#serveWaiting();
    const refusal = this.#refusal(true);
    if (refusal && refusal !== 'queue-full') this.#refuseWaiting(refusal);
  }

  #refuseWaiting(kind: 'not-ready' | 'no-capacity'): void {
    for (const errand of this.#line.clear()) errand.end({ kind, variant: this.name });
    this.#checkIdle();
  }

  #close(phase: 'draining' | 'stopped'): void {
    this.#phase = phase;
    this.#supersede?.();
    this.#elastic?.close();
  }

  #checkIdle(): void {
    if (this.#idle && this.#inFlight + this.#line.size === 0) this.#idle();
  }
}

async function allStarted(instances: readonly Instance[]): Promise<FirstStart> {
  const outcomes = instances.map((instance) => instance.firstStart);
  const failure = new Promise<FirstStart>((resolve) => {
    for (const outcome of outcomes) void outcome.then((first) => first.ok || resolve(first));
  });
  return Promise.race([failure, Promise.all(outcomes).then(() => ({ ok: true }) as const)]);
}
