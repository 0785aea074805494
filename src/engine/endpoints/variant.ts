import { type Clock, Gate, type Pass } from '../../kit/index.ts';
import { chooseInstance } from './choose-instance.ts';
import type { ContainerHost } from './container.ts';
import type { EndpointListener } from './events.ts';
import { type FirstStart, Instance } from './instance.ts';
import type { Invocation, Outcome } from './outcome.ts';
import type { VariantSpec } from './spec.ts';

/** What a variant needs of the endpoint it belongs to. */
export interface VariantHome extends ContainerHost {
  readonly endpoint: string;
  readonly listener: EndpointListener;
  readonly mayFail: boolean;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** The instances of one model under one name, and those who wait for them. */
export class Variant {
  readonly name: string;
  readonly weight: number;
  readonly #spec: VariantSpec;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #instances: readonly Instance[];
  /** Has a slot for each request the instances in service take at once: none in service, all wait. */
  #gate: Gate;
  #inService: readonly Instance[] = [];
  #closed = false;
  #idle: (() => void) | undefined;

  constructor(spec: VariantSpec, home: VariantHome) {
    this.name = spec.name;
    this.weight = spec.weight;
    this.#spec = spec;
    this.#clock = home.clock;
    this.#random = home.random;
    this.#gate = new Gate(0, spec.queueLimit);
    const place = { ...home, changed: () => this.#refresh(), inServiceCount: () => this.#inService.length };
    this.#instances = Array.from({ length: spec.instances }, () => new Instance(spec, place));
    this.#refresh();
  }

  get instances(): readonly Instance[] {
    return this.#instances;
  }

  /** Instances in service now. */
  get inServiceCount(): number {
    return this.#inService.length;
  }

  /** Resolves when all instances are in service, or the first one has failed to get there. */
  async started(): Promise<FirstStart> {
    const outcomes = this.#instances.map((instance) => instance.firstStart);
    const failure = new Promise<FirstStart>((resolve) => {
      for (const outcome of outcomes) void outcome.then((first) => first.ok || resolve(first));
    });
    return Promise.race([failure, Promise.all(outcomes).then(() => ({ ok: true }) as const)]);
  }

  /** Sends a request to an instance in service; waits for one that is coming, in a bounded queue. */
  async invoke(invocation: Invocation): Promise<Outcome> {
    if (this.#closed) return { kind: 'not-ready', variant: this.name };
    const deadline = this.#clock.monotonic() + this.#spec.invocationTimeoutMs;
    let outcome = await this.#invokeOnce(invocation, deadline);
    // Nothing of an answer was seen, and somebody else may give one.
    if (outcome.kind === 'crashed' && this.#inService.length > 0 && this.#instances.length > 1) {
      outcome = await this.#invokeOnce(invocation, deadline);
    }
    return outcome;
  }

  async #invokeOnce(invocation: Invocation, deadline: number): Promise<Outcome> {
    for (;;) {
      if (!this.#worthWaiting()) return { kind: 'not-ready', variant: this.name };
      const pass = this.#gate.tryEnter() ?? (await this.#wait(invocation.signal, deadline));
      if (typeof pass === 'string') return { kind: pass, variant: this.name };
      try {
        const { routing, concurrency } = this.#spec;
        const instance = chooseInstance(this.#inService, routing, concurrency, this.#random());
        const left = deadline - this.#clock.monotonic();
        if (left <= 0) return { kind: 'waited-too-long', variant: this.name };
        // It may have gone between the pass and now.
        const outcome = (await instance?.invoke(invocation, left)) ?? 'undelivered';
        if (outcome !== 'undelivered') return outcome;
      } finally {
        pass[Symbol.dispose]();
        if (this.#gate.inside + this.#gate.waiting === 0) this.#idle?.();
      }
    }
  }

  async #wait(
    gone: AbortSignal | undefined,
    deadline: number,
  ): Promise<Pass | 'queue-full' | 'waited-too-long' | 'not-ready' | 'caller-gone'> {
    const late = new AbortController();
    using _timer = this.#clock.after(deadline - this.#clock.monotonic(), () => late.abort());
    const leave = () => late.abort();
    gone?.addEventListener('abort', leave, { once: true });
    try {
      const pass = await this.#gate.enter(late.signal);
      if (pass === 'full') return 'queue-full';
      return pass === 'closed' ? 'not-ready' : pass;
    } catch {
      return gone?.aborted ? 'caller-gone' : 'waited-too-long';
    } finally {
      gone?.removeEventListener('abort', leave);
    }
  }

  /** Takes no more requests, and resolves when those it has, the waiting ones too, have been answered. */
  async drain(): Promise<void> {
    this.#closed = true;
    if (this.#gate.inside + this.#gate.waiting === 0) return;
    await new Promise<void>((resolve) => {
      this.#idle = resolve;
    });
  }

  /** Ends every instance; requests under way end as crashed. */
  async stop(graceMs?: number): Promise<void> {
    this.#closed = true;
    this.#gate.close();
    await Promise.all(this.#instances.map((instance) => instance.stop(graceMs)));
  }

  #worthWaiting(): boolean {
    return this.#inService.length > 0 || this.#instances.some((instance) => instance.coming);
  }

  #refresh(): void {
    this.#inService = this.#instances.filter((instance) => instance.inService);
    this.#gate.resize(this.#inService.length * this.#spec.concurrency);
    if (this.#gate.waiting === 0 || this.#worthWaiting()) return;
    this.#gate.close();
    this.#gate = new Gate(0, this.#spec.queueLimit);
  }
}
