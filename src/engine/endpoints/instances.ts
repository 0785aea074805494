import type { Capacity, Footprint } from './capacity.ts';
import { chooseInstance, chooseLeaving } from './choose-instance.ts';
import type { ContainerHost } from './container-host.ts';
import type { Errand } from './errand.ts';
import type { EndpointListener } from './events.ts';
import { type FirstStart, whyNot } from './first-start.ts';
import { Instance } from './instance.ts';
import type { ServerExchange } from './model-server.ts';
import type { ResizeOutcome } from './resize-outcome.ts';
import type { VariantSpec } from './spec.ts';

/** What the instances of a variant stand on. */
export interface InstancesHome extends ContainerHost {
  readonly endpoint: string;
  readonly listener: EndpointListener;
  readonly capacity: Capacity;
}

/** What is heard of the instances of a variant. */
export interface InstancesObserver {
  /** Some have come, gone, or are to be waited for no longer. */
  changed(): void;
  served(instance: Instance, errand: Errand, exchange: ServerExchange): void;
}

/** The instances of one variant: they come, fail to come, and leave. */
export class Instances {
  readonly #spec: VariantSpec;
  readonly #home: InstancesHome;
  readonly #observer: InstancesObserver;
  readonly #footprint: Footprint;
  /** Everything that has or may have a process. */
  readonly #all = new Set<Instance>();
  #members: readonly Instance[] = [];
  #inService: readonly Instance[] = [];
  #open: readonly Instance[] = [];
  #reserved: Instance | undefined;
  #supersede: (() => void) | undefined;

  constructor(spec: VariantSpec, home: InstancesHome, observer: InstancesObserver) {
    this.#spec = spec;
    this.#home = home;
    this.#observer = observer;
    this.#footprint = home.capacity.footprintOf(`${home.endpoint}/${spec.name}`);
  }

  /** Those that count; those that are leaving do not. Oldest first. */
  get members(): readonly Instance[] {
    return this.#members;
  }

  /** Those in service. */
  get inService(): readonly Instance[] {
    return this.#inService;
  }

  /** Those that requests go to: in service, not reserved, and not silent unless all are. */
  get open(): readonly Instance[] {
    return this.#open;
  }

  /** One that takes no requests from the line, while it is in service. */
  get reserved(): Instance | undefined {
    return this.#reserved;
  }

  /** Keeps the one in service that has the least to do for itself; or gives it back. */
  reserve(wanted: boolean): void {
    this.#reserved = wanted ? chooseInstance(this.#open, 'least-outstanding', Infinity, 0) : undefined;
    this.#sort();
  }

  /** Whether it is worth waiting for one. */
  get worthWaiting(): boolean {
    return this.#inService.length > 0 || this.#members.some((instance) => instance.coming);
  }

  /** @param mayFail they give up when their first start fails, instead of trying for ever */
  start(count: number, mayFail: boolean): readonly Instance[] {
    const home = {
      ...this.#home,
      mayFail,
      footprint: this.#footprint,
      changed: () => this.#refresh(),
      served: (instance: Instance, errand: Errand, exchange: ServerExchange) =>
        this.#observer.served(instance, errand, exchange),
    };
    const started = Array.from({ length: count }, () => new Instance(this.#spec, home));
    this.#members = [...this.#members, ...started];
    for (const instance of started) this.#all.add(instance);
    return started;
  }

  /** Resolves when all are in service, or the first one has failed to get there. */
  async started(): Promise<FirstStart> {
    const outcomes = this.#members.map((instance) => instance.firstStart);
    const failure = new Promise<FirstStart>((resolve) => {
      for (const outcome of outcomes) void outcome.then((first) => first.ok || resolve(first));
    });
    return Promise.race([failure, Promise.all(outcomes).then(() => ({ ok: true }) as const)]);
  }

  /** Changes how many there are; resolves when those that come serve and those that leave have ended. */
  resize(count: number): Promise<ResizeOutcome> {
    this.supersede();
    const { promise: superseded, resolve } = Promise.withResolvers<ResizeOutcome>();
    this.#supersede = () => resolve({ kind: 'superseded' });
    const surplus = this.#members.length - count;
    if (surplus < 0) this.start(-surplus, true);
    const left = surplus > 0 ? this.dismiss(chooseLeaving(this.#members, surplus)) : undefined;
    const change = Promise.all([this.#arrived(), left]).then(([outcome]) => outcome);
    return Promise.race([superseded, change]);
  }

  /** Lets those leave: they answer what they have, and end. */
  async dismiss(leaving: readonly Instance[]): Promise<void> {
    this.#members = this.#members.filter((instance) => !leaving.includes(instance));
    this.#refresh();
    const gone = leaving.map(async (instance) => {
      await instance.leave();
      this.#all.delete(instance);
    });
    await Promise.all(gone);
  }

  /** Whoever waits for a change of their number hears that it is of no account any more. */
  supersede(): void {
    this.#supersede?.();
  }

  /** Ends every one; requests under way end as crashed. */
  async stop(graceMs?: number): Promise<void> {
    await Promise.all([...this.#all].map((instance) => instance.stop(graceMs)));
  }

  /** Waits for those that have not been in service yet; takes away those that fail to get there. */
  async #arrived(): Promise<ResizeOutcome> {
    const arriving = this.#members.filter((instance) => instance.arriving);
    const starts = await Promise.all(arriving.map((instance) => instance.firstStart));
    const failed = starts.find((start) => !start.ok);
    await this.dismiss(arriving.filter((_, i) => !starts[i]?.ok));
    if (!failed) return { kind: 'reached' };
    return { kind: 'failed', ...whyNot(failed) };
  }

  #refresh(): void {
    this.#inService = this.#members.filter((instance) => instance.inService);
    if (this.#reserved && !this.#inService.includes(this.#reserved)) this.#reserved = undefined;
    this.#sort();
    this.#observer.changed();
  }

  #sort(): void {
    const free = this.#inService.filter((instance) => instance !== this.#reserved);
    const heard = free.filter((instance) => !instance.silent);
    this.#open = heard.length > 0 ? heard : free;
  }
}
