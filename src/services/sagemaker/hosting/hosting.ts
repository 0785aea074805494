import { type Endpoints, endpointId } from '../../../engine/endpoints/index.ts';
import type { LogSink, MetricSink } from '../../../engine/telemetry/index.ts';
import type { Clock, Logger } from '../../../kit/index.ts';
import type { Collection, Keyed, Records } from '../../../store/index.ts';
import type { InsideClient } from '../../../wire/index.ts';
import { arnOf, keyOf, type Place } from '../arns.ts';
import { advance, type Deployment, type EndpointRow, withChanges } from '../records/endpoint.ts';
import type { TagsRow } from '../records/tags.ts';
import type { InvocationRecorder } from '../telemetry/invocation-recorder.ts';
import { type CapacityOptions, changeCapacity } from './capacity.ts';
import type { ContainerSurroundings } from './container-spec.ts';
import { Fleets } from './fleets.ts';
import type { InstanceLimits } from './instance-limits.ts';
import type { ModelData } from './model-data.ts';
import { Updates } from './rollout/updates.ts';

/** What hosting stands on. */
export interface HostingOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly logs: LogSink;
  readonly metrics: MetricSink;
  readonly invocations: InvocationRecorder;
  readonly engine: Endpoints;
  readonly inside: InsideClient;
  readonly endpoints: Collection<EndpointRow>;
  readonly tags: Collection<TagsRow>;
  readonly modelData: ModelData;
  readonly surroundings: ContainerSurroundings;
  /** Holds the unpacked artifacts, one directory a deployment. */
  readonly modelsDirectory: string;
  /** What deployments wait for is divided by this. */
  readonly timeScale: number;
  /** What an instance of a type may use; `undefined` for what the machine has. */
  readonly limitsOf: (instanceType: string) => InstanceLimits | undefined;
  background(name: string, work: Promise<void>): void;
}

/** How many instances of each variant are in service, by the variant's name. */
export type InService = ReadonlyMap<string, number>;

/** Brings what the records say into being: endpoints that are to be created, updated or deleted. */
export class Hosting implements AsyncDisposable {
  readonly #options: HostingOptions;
  readonly #closing = new AbortController();
  readonly #fleets: Fleets;
  readonly #updates: Updates;
  readonly #capacity: CapacityOptions;

  constructor(options: HostingOptions) {
    const closing = this.#closing.signal;
    this.#options = options;
    this.#fleets = new Fleets({ ...options, closing });
    this.#capacity = { ...options, closing };
    this.#updates = new Updates({ ...options, closing, fleets: this.#fleets });
  }

  /** Starts the `next` deployment of an endpoint that is `Creating` or `Updating`; the record says how it ends. */
  start({ account, region }: Place, name: string): void {
    this.#options.background(`start endpoint ${name}`, this.#updates.carryOut({ account, region }, name));
  }

  /** Gives the variants of an endpoint that is `Updating` the `desired` weights and instances. */
  scale({ account, region }: Place, name: string): void {
    this.#options.background(
      `scale endpoint ${name}`,
      changeCapacity(this.#capacity, { account, region }, name),
    );
  }

  /** Takes away an endpoint that is `Deleting`. */
  remove({ account, region }: Place, name: string): void {
    this.#options.background(`delete endpoint ${name}`, this.#remove({ account, region }, name));
  }

  /** The instances in service of the fleet that serves, or of the one that is to take over. */
  inService(place: Place, name: string, side: 'old' | 'new'): InService {
    const standing = this.#options.engine.standing(endpointId(place, name), side) ?? [];
    return new Map(standing.map((variant) => [variant.name, variant.inService]));
  }

  /** Places again what served, and goes on with what was under way when the last process ended. */
  async resume(): Promise<void> {
    const found = this.#options.endpoints.all();
    // First of all, so that no request finds an endpoint missing.
    for (const { account, region, row } of found) {
      if (row.current && row.status !== 'Deleting') this.#restore({ account, region }, row, row.current);
    }
    await this.#fleets.sweep(
      new Set(found.flatMap(({ row }) => [row.current?.id, row.next?.id].filter((id) => id !== undefined))),
    );
    for (const one of found) this.#goOn(one);
  }

  /** Gives up what is under way, so that nobody waits for a start, a download or a last request. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#options.engine[Symbol.asyncDispose]();
  }

  #goOn({ account, region, row, key }: Keyed<EndpointRow> & Place): void {
    const place = { account, region };
    const { log, clock } = this.#options;
    const records = this.#records(place);
    const { name: endpoint, status, next, desired } = row;
    if (status === 'Deleting') return this.remove(place, endpoint);
    if (status === 'RollingBack' || status === 'UpdateRollbackFailed') {
      // The old deployment was placed again as a whole.
      log.warn({ endpoint, reason: row.failureReason }, 'an update was rolled back by the restart');
      records.update(key, (current) =>
        advance(current, 'InService', clock.now(), {
          next: undefined,
          rollout: undefined,
          desired: undefined,
        }),
      );
    }
    if (status !== 'Creating' && status !== 'Updating') return;
    log.info(
      { endpoint, status, config: next?.configName, step: row.rollout?.step },
      'goes on after a restart',
    );
    if (desired) return this.scale(place, endpoint);
    if (row.rollout)
      records.update(key, (current) =>
        current.rollout ? withChanges(current, { rollout: { ...current.rollout, resumed: true } }) : current,
      );
    this.start(place, endpoint);
  }

  #records({ account, region }: Place): Records<EndpointRow> {
    return this.#options.endpoints.in(account, region);
  }

  async #remove(place: Place, name: string): Promise<void> {
    const { engine, tags } = this.#options;
    const key = keyOf(name);
    const stuck = this.#updates.forget(place, name);
    await engine.remove(endpointId(place, name));
    const row = this.#records(place).get(key);
    for (const deployment of [row?.current, row?.next, stuck])
      if (deployment) await this.#fleets.discard(deployment);
    tags.in(place.account, place.region).delete(arnOf(place, 'endpoint', name));
    this.#records(place).delete(key);
  }

  #restore(place: Place, row: EndpointRow, deployment: Deployment): void {
    const { engine, log } = this.#options;
    try {
      engine.restore(this.#fleets.spec(place, row.name, deployment), this.#fleets.listener(place, row.name));
    } catch (error) {
      log.error({ endpoint: row.name, error }, 'an endpoint could not be placed again');
    }
  }
}
