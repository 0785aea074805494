import { Capacity } from './capacity.ts';
import type { ContainerHost } from './container-host.ts';
import { Deadlines } from './deadlines.ts';
import { Endpoint } from './endpoint.ts';
import type { EndpointListener } from './events.ts';
import { Fleet, type StartFailure } from './fleet.ts';
import type { Invocation, Outcome } from './outcome.ts';
import type { ResizeOutcome } from './resize-outcome.ts';
import type { Rollout } from './rollout.ts';
import type { Tuning } from './serverless/elastic.ts';
import type { EndpointSpec } from './spec.ts';
import { standingOf, type VariantStanding } from './standing.ts';
import { type InstanceUsage, usageOf } from './usage.ts';

/** What the engine stands on. */
export interface EndpointsOptions extends ContainerHost {
  /** Uniform in [0, 1); for choosing variants and instances. */
  readonly random: () => number;
  /** Instances this machine runs at most; default 512. */
  readonly maxInstances?: number;
}

/** How a deployment ended; of one that is not in service nothing is left. */
export type Deployment =
  | {
      readonly kind: 'in-service';
      /** Resolves when what served before has answered its last request and ended. */
      readonly drained: Promise<void>;
    }
  | ({ readonly kind: 'failed' } & StartFailure)
  /** The engine was closed meanwhile. */
  | { readonly kind: 'stopped' };

/** Between SIGTERM and SIGKILL when everything is being closed, milliseconds. */
const CLOSING_GRACE_MS = 2_000;

/** Every endpoint that serves: the data plane of model hosting. */
export class Endpoints implements AsyncDisposable {
  readonly #options: EndpointsOptions;
  readonly #deadlines: Deadlines;
  readonly #capacity: Capacity;
  readonly #endpoints = new Map<string, Endpoint>();
  /** Everything that has processes: those serving, those starting, those being drained. */
  readonly #fleets = new Set<Fleet>();
  #closed = false;

  constructor(options: EndpointsOptions) {
    this.#options = options;
    this.#deadlines = new Deadlines(options.clock);
    this.#capacity = new Capacity(() => options.machine.memory(), options.maxInstances);
  }

  /**
   * Starts an endpoint and, once all of its instances are in service, lets it take over the requests of its id. What
   * served them before is drained; a failed start leaves it serving.
   */
  async deploy(spec: EndpointSpec, listener: EndpointListener): Promise<Deployment> {
    if (this.#closed) return { kind: 'stopped' };
    const rollout = this.stage(spec, listener);
    const failure = await rollout.started();
    if (!rollout.over && !failure) return { kind: 'in-service', drained: rollout.commit().drained };
    const { over } = rollout;
    await rollout.abandon();
    return failure && !over ? { kind: 'failed', ...failure } : { kind: 'stopped' };
  }

  /**
   * Starts a second fleet beside the one that serves, if one does; it is given no requests before {@link Rollout.shift}.
   * @throws when another rollout of the endpoint is under way
   */
  stage(spec: EndpointSpec, listener: EndpointListener): Rollout {
    const { id } = spec;
    const endpoint = this.#endpoints.get(id) ?? this.#place(id);
    if (endpoint.staged) throw new Error(`a rollout of ${id} is under way`);
    const fleet = this.#open(spec, listener, true);
    endpoint.stage(fleet);
    const isOver = () => this.#closed || endpoint.staged !== fleet;
    const on = (side: 'old' | 'new') => (side === 'new' ? fleet : endpoint.serving);
    return {
      get over() {
        return isOver();
      },
      started: () => fleet.started(),
      shift: (share) => {
        if (!isOver()) endpoint.shift(share);
      },
      resize: async (side, variant, instances) =>
        isOver() ? { kind: 'superseded' } : resize(on(side), variant, instances),
      reweigh: (side, weights) => {
        if (!isOver()) reweigh(on(side), weights);
      },
      commit: () => {
        if (isOver()) return { drained: Promise.resolve() };
        endpoint.stage(undefined);
        const before = endpoint.serve(fleet);
        return { drained: before ? this.#retire(before, true) : Promise.resolve() };
      },
      abandon: async () => {
        if (isOver()) return;
        endpoint.stage(undefined);
        if (!endpoint.serving) this.#endpoints.delete(id);
        await this.#retire(fleet, endpoint.serving !== undefined);
      },
    };
  }

  /** Places an endpoint that has served before: requests wait until it is up again, and its start is tried for ever. */
  restore(spec: EndpointSpec, listener: EndpointListener): void {
    const endpoint = this.#endpoints.get(spec.id) ?? this.#place(spec.id);
    endpoint.serve(this.#open(spec, listener, false));
  }

  /** Takes an endpoint away, a rollout too; requests under way are answered first. */
  async remove(id: string): Promise<void> {
    const endpoint = this.#endpoints.get(id);
    this.#endpoints.delete(id);
    const { serving, staged } = endpoint ?? {};
    endpoint?.stage(undefined);
    const fleets = [serving, staged].filter((fleet) => fleet !== undefined);
    await Promise.all(fleets.map((fleet) => this.#retire(fleet, false)));
  }

  /**
   * Changes how many instances a variant of the serving fleet has, zero included. Requests are served all the while;
   * asked again before it is done, the later one counts.
   */
  async resize(id: string, variant: string, instances: number): Promise<ResizeOutcome> {
    return resize(this.#endpoints.get(id)?.serving, variant, instances);
  }

  /**
   * Changes how many requests at once instances come for, and how many of them are always there, of a variant of the
   * serving fleet whose instances come with the requests.
   */
  async tune(id: string, variant: string, tuning: Tuning): Promise<ResizeOutcome> {
    const fleet = this.#endpoints.get(id)?.serving;
    if (!fleet) return { kind: 'no-endpoint' };
    return fleet.anyVariant(variant)?.tune(tuning) ?? { kind: 'no-variant' };
  }

  /** Changes the weights of those variants of the serving fleet at once; the others keep theirs. */
  reweigh(id: string, weights: ReadonlyMap<string, number>): void {
    reweigh(this.#endpoints.get(id)?.serving, weights);
  }

  /** Whether an endpoint serves under that id. */
  has(id: string): boolean {
    return this.#endpoints.get(id)?.serving !== undefined;
  }

  /**
   * The variants of an endpoint as they stand, shadows last; `undefined` when none serves under that id.
   * @param side the fleet that serves, or the one of a rollout under way
   */
  standing(id: string, side: 'old' | 'new' = 'old'): readonly VariantStanding[] | undefined {
    const endpoint = this.#endpoints.get(id);
    const fleet = side === 'old' ? endpoint?.serving : endpoint?.staged;
    return fleet && standingOf(fleet);
  }

  /** The ids under which something serves or is being started. */
  get ids(): readonly string[] {
    return [...this.#endpoints.keys()];
  }

  /** What the instances of an endpoint, of both fleets during a rollout, have used of the machine. */
  async usage(id: string): Promise<readonly InstanceUsage[]> {
    const endpoint = this.#endpoints.get(id);
    const memory = this.#options.machine.memory();
    const fleets = [endpoint?.serving, endpoint?.staged].filter((fleet) => fleet !== undefined);
    return (await Promise.all(fleets.map((fleet) => usageOf(fleet, memory)))).flat();
  }

  /** Sends a request to an endpoint. Never rejects for what an instance does. */
  invoke(id: string, invocation: Invocation): Promise<Outcome> {
    const endpoint = this.#endpoints.get(id);
    return endpoint ? endpoint.invoke(invocation) : Promise.resolve({ kind: 'no-endpoint' });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#endpoints.clear();
    await Promise.all([...this.#fleets].map((fleet) => fleet.stop(CLOSING_GRACE_MS)));
    this.#fleets.clear();
  }

  #place(id: string): Endpoint {
    const endpoint = new Endpoint({ ...this.#options, deadlines: this.#deadlines });
    this.#endpoints.set(id, endpoint);
    return endpoint;
  }

  #open(spec: EndpointSpec, listener: EndpointListener, mayFail: boolean): Fleet {
    const fleet = new Fleet(spec, {
      ...this.#options,
      deadlines: this.#deadlines,
      capacity: this.#capacity,
      listener,
      mayFail,
    });
    this.#fleets.add(fleet);
    return fleet;
  }

  async #retire(fleet: Fleet, successor: boolean): Promise<void> {
    await fleet.retire(successor);
    this.#fleets.delete(fleet);
  }
}

async function resize(fleet: Fleet | undefined, name: string, instances: number): Promise<ResizeOutcome> {
  if (!fleet) return { kind: 'no-endpoint' };
  return fleet.anyVariant(name)?.resize(instances) ?? { kind: 'no-variant' };
}

function reweigh(fleet: Fleet | undefined, weights: ReadonlyMap<string, number>): void {
  for (const [name, weight] of weights) {
    const variant = fleet?.anyVariant(name);
    if (variant) variant.weight = weight;
  }
}
