import { chooseInstance } from './choose-instance.ts';
import type { Errand, Server } from './errand.ts';
import type { FirstStart } from './first-start.ts';
import type { Instance } from './instance.ts';
import { Instances, type InstancesHome } from './instances.ts';
import type { ServerExchange } from './model-server.ts';
import { outcomeOf } from './outcome-of.ts';
import type { Outcome, Served } from './outcome.ts';
import type { ResizeOutcome } from './resize-outcome.ts';
import { mayTryAgain, secondTry } from './second-try.ts';
import { type Crew, Elastic, type Tuning } from './serverless/elastic.ts';
import type { VariantSpec } from './spec.ts';
import { WaitingLine } from './waiting-line.ts';

/** What a variant needs of the deployment it belongs to. */
export interface VariantHome extends InstancesHome {
  /** What the deployment is called in outcomes. */
  readonly deployment: string | undefined;
  readonly mayFail: boolean;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** The instances of one model under one name, and those who wait for them. */
export class Variant {
  readonly name: string;
  /** Its share of the traffic is its weight over the sum of all; may change at any time. */
  weight: number;
  readonly #spec: VariantSpec;
  readonly #home: VariantHome;
  readonly #line = new WaitingLine();
  readonly #instances: Instances;
  readonly #elastic: Elastic<Instance> | undefined;
  #inFlight = 0;
  #phase: 'open' | 'draining' | 'stopped' = 'open';
  #idle: (() => void) | undefined;

  constructor(spec: VariantSpec, home: VariantHome) {
    this.name = spec.name;
    this.weight = spec.weight;
    this.#spec = spec;
    this.#home = home;
    this.#instances = new Instances(spec, home, {
      changed: () => this.#changed(),
      served: (instance, errand, exchange) => this.#served(instance, errand, exchange),
    });
    this.#elastic = spec.serverless && new Elastic(spec.serverless, home.clock, this.#crew());
    const provisioned = spec.serverless?.provisioned;
    // One that comes with the requests comes once to begin with: whether it can is to be known.
    const count = provisioned === undefined ? spec.instances : Math.max(home.mayFail ? 1 : 0, provisioned);
    const first = this.#instances.start(count, home.mayFail);
    this.#elastic?.begins(first);
  }

  /** The instances that are to serve. */
  get instances(): readonly Instance[] {
    return this.#instances.members;
  }

  /** Instances in service now. */
  get inServiceCount(): number {
    return this.#instances.inService.length;
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
    return this.#instances.started();
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
    if (why === 'gone') errand.end({ kind: 'caller-gone', variant: this.name });
    else if (errand.alone && errand.instance) errand.end(this.#crashed(errand.instance, errand));
    else errand.end({ kind: this.#elastic ? 'no-instance-yet' : 'waited-too-long', variant: this.name });
    this.#checkIdle();
  }

  /**
   * Changes how many instances serve. More: each takes requests as soon as it is healthy. Fewer: those that leave
   * answer what they have first.
   */
  async resize(count: number): Promise<ResizeOutcome> {
    return this.#phase === 'open' ? this.#instances.resize(count) : { kind: 'superseded' };
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
    await this.#instances.stop(graceMs);
  }

  #crew(): Crew<Instance> {
    const [members, waiting, inFlight] = [() => this.instances, () => this.waiting, () => this.#inFlight];
    return {
      get members() {
        return members();
      },
      get waiting() {
        return waiting();
      },
      get inFlight() {
        return inFlight();
      },
      start: (count) => this.#instances.start(count, true),
      dismiss: (members) => this.#instances.dismiss(members),
      desert: () => this.#refuseWaiting('not-ready'),
      tell: ({ id: instance }, event) => this.#home.listener({ variant: this.name, instance, ...event }),
    };
  }

  #free(errand: Errand): Instance | undefined {
    const { pin } = errand;
    const { routing, concurrency } = this.#spec;
    const { open } = this.#instances;
    if (pin) {
      const instance = this.instances.find((one) => one === pin.instance);
      return instance?.inService && instance.outstanding < concurrency ? instance : undefined;
    }
    if (this.#elastic) return chooseInstance(open, 'random', 1, 0); // the oldest one first
    const model = errand.invocation.target?.model;
    const chance = this.#home.random();
    if (model !== undefined && open.length > 1) {
      const holders = open.filter((instance) => instance.server?.holds?.(model));
      const holder = chooseInstance(holders, routing, concurrency, chance);
      if (holder) return holder;
    }
    return chooseInstance(open, routing, concurrency, chance);
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
    const broken = exchange.kind === 'broken' && !errand.givenUp && mayTryAgain(errand, exchange.answered);
    if (!broken || exchange.unsent) return this.#conclude(instance, errand, exchange, broken);
    void instance.wasKilled().then((killed) => {
      const again = errand.givenUp ? 'never' : secondTry(errand, killed);
      if (killed) errand.kills++;
      if (again === 'alone') errand.alone = true;
      this.#conclude(instance, errand, exchange, again !== 'never');
    });
  }

  #conclude(instance: Instance, errand: Errand, exchange: ServerExchange, again: boolean): void {
    this.#inFlight--;
    if (again && !this.#refusal(true)) this.#line.add(errand);
    else errand.end(outcomeOf(errand, exchange, this.#servedBy(instance.id, errand)));
    this.#elastic?.rests(instance);
    if (this.#line.size > 0 || this.#instances.reserved) this.#serveWaiting();
    this.#checkIdle();
  }

  /** Its container ended with it, and there was no time for another one. */
  #crashed({ id }: Server, errand: Errand): Outcome {
    return {
      kind: 'crashed',
      ...this.#servedBy(id, errand),
      error: 'the container ended',
      answered: false,
    };
  }

  #servedBy(instance: string, errand: Errand): Served {
    return {
      variant: this.name,
      instance,
      instances: this.inServiceCount,
      deployment: this.#home.deployment,
      modelMs: errand.endedAt - errand.startedAt,
    };
  }

  #serveWaiting(): void {
    this.#serveSuspects();
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

  /** One instance is kept for those who may be why a container ended, one after the other, until there are no more. */
  #serveSuspects(): void {
    const suspect = this.#line.firstSuspect();
    const { reserved } = this.#instances;
    if (!suspect && (!reserved || reserved.outstanding > 0)) return;
    if (!suspect) return this.#instances.reserve(false);
    if (!reserved) this.#instances.reserve(true);
    const instance = this.#instances.reserved;
    if (!instance || instance.outstanding > 0) return;
    this.#line.delete(suspect);
    this.#give(suspect, instance);
  }

  /** Why nobody may wait now, if so. */
  #refusal(hadItsTurn = false): 'not-ready' | 'no-capacity' | 'queue-full' | undefined {
    if (this.#phase === 'stopped') return 'not-ready';
    if (this.instances.length === 0 && this.#phase === 'open') {
      if (this.#spec.whenEmpty !== 'wait') return 'no-capacity';
    } else if (!this.#instances.worthWaiting) {
      return 'not-ready';
    }
    return !hadItsTurn && this.#line.size >= this.#spec.queueLimit ? 'queue-full' : undefined;
  }

  #changed(): void {
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
    this.#instances.supersede();
    this.#elastic?.close();
  }

  #checkIdle(): void {
    if (this.#idle && this.#inFlight + this.#line.size === 0) this.#idle();
  }
}
