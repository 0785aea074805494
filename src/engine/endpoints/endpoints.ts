import type { ContainerHost } from './container.ts';
import { Endpoint, type StartFailure } from './endpoint.ts';
import type { EndpointListener } from './events.ts';
import type { Invocation, Outcome } from './outcome.ts';
import type { EndpointSpec } from './spec.ts';

/** What the engine stands on. */
export interface EndpointsOptions extends ContainerHost {
  /** Uniform in [0, 1); for choosing variants and instances. */
  readonly random: () => number;
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

/** One variant as it stands. */
export interface VariantStanding {
  readonly name: string;
  readonly weight: number;
  readonly inService: number;
  readonly instances: readonly {
    readonly id: string;
    readonly inService: boolean;
    /** The process of its container, while there is one. */
    readonly pid: number | undefined;
  }[];
}

/** Every endpoint that serves: the data plane of model hosting. */
export class Endpoints implements AsyncDisposable {
  readonly #options: EndpointsOptions;
  readonly #serving = new Map<string, Endpoint>();
  /** Everything that has processes: those serving, those starting, those being drained. */
  readonly #all = new Set<Endpoint>();
  #closed = false;

  constructor(options: EndpointsOptions) {
    this.#options = options;
  }

  /**
   * Starts an endpoint and, once all of its instances are in service, lets it take over the requests of its id. What
   * served them before is drained; a failed start leaves it serving.
   */
  async deploy(spec: EndpointSpec, listener: EndpointListener): Promise<Deployment> {
    if (this.#closed) return { kind: 'stopped' };
    const next = this.#open(spec, listener, true);
    const failure = await next.started();
    if (this.#closed) {
      await this.#close(next);
      return { kind: 'stopped' };
    }
    if (failure) {
      await this.#close(next);
      return { kind: 'failed', ...failure };
    }
    const before = this.#serving.get(spec.id);
    this.#serving.set(spec.id, next);
    const drained = before ? before.retire().finally(() => this.#all.delete(before)) : Promise.resolve();
    return { kind: 'in-service', drained };
  }

  /** Places an endpoint that has served before: requests wait until it is up again, and its start is tried for ever. */
  restore(spec: EndpointSpec, listener: EndpointListener): void {
    this.#serving.set(spec.id, this.#open(spec, listener, false));
  }

  /** Takes an endpoint away; requests under way are answered first. */
  async remove(id: string): Promise<void> {
    const endpoint = this.#serving.get(id);
    this.#serving.delete(id);
    if (!endpoint) return;
    await endpoint.retire();
    this.#all.delete(endpoint);
  }

  has(id: string): boolean {
    return this.#serving.has(id);
  }

  /** The variants of an endpoint as they stand; `undefined` when none serves under that id. */
  standing(id: string): readonly VariantStanding[] | undefined {
    return this.#serving.get(id)?.variants.map((variant) => ({
      name: variant.name,
      weight: variant.weight,
      inService: variant.inServiceCount,
      instances: variant.instances.map(({ id: instance, inService, pid }) => ({
        id: instance,
        inService,
        pid,
      })),
    }));
  }

  /** Sends a request to an endpoint. Never rejects for what an instance does. */
  invoke(id: string, invocation: Invocation): Promise<Outcome> {
    const endpoint = this.#serving.get(id);
    return endpoint ? endpoint.invoke(invocation) : Promise.resolve({ kind: 'no-endpoint' });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#serving.clear();
    await Promise.all([...this.#all].map((endpoint) => this.#close(endpoint, CLOSING_GRACE_MS)));
  }

  #open(spec: EndpointSpec, listener: EndpointListener, mayFail: boolean): Endpoint {
    const endpoint = new Endpoint(spec, { ...this.#options, listener, mayFail });
    this.#all.add(endpoint);
    return endpoint;
  }

  async #close(endpoint: Endpoint, graceMs?: number): Promise<void> {
    await endpoint.stop(graceMs);
    this.#all.delete(endpoint);
  }
}
