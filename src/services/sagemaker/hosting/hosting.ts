import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type EndpointEvent,
  type EndpointListener,
  type Endpoints,
  endpointId,
} from '../../../engine/endpoints/index.ts';
import type { LogSink } from '../../../engine/telemetry/index.ts';
import type { Clock, Logger } from '../../../kit/index.ts';
import type { Collection, Records } from '../../../store/index.ts';
import { arnOf, keyOf, type Place } from '../arns.ts';
import { failureReasons } from '../faults.ts';
import { FAILURE_REASON_LENGTH } from '../limits.ts';
import { advance, type Deployment, type EndpointRow } from '../records/endpoint.ts';
import type { TagsRow } from '../records/tags.ts';
import { type ContainerSurroundings, engineSpec, modelDirectory } from './engine-spec.ts';
import { HostingFailure, type ModelData } from './model-data.ts';

/** What hosting stands on. */
export interface HostingOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly logs: LogSink;
  readonly engine: Endpoints;
  readonly endpoints: Collection<EndpointRow>;
  readonly tags: Collection<TagsRow>;
  readonly modelData: ModelData;
  readonly surroundings: ContainerSurroundings;
  /** Holds the unpacked artifacts, one directory a deployment. */
  readonly modelsDirectory: string;
  background(name: string, work: Promise<void>): void;
}

/** Brings what the records say into being: endpoints that are to be created, updated or deleted. */
export class Hosting implements AsyncDisposable {
  readonly #options: HostingOptions;
  readonly #closing = new AbortController();

  constructor(options: HostingOptions) {
    this.#options = options;
  }

  /** Starts the `next` deployment of an endpoint that is `Creating` or `Updating`; the record says how it ends. */
  start({ account, region }: Place, name: string): void {
    this.#options.background(`start endpoint ${name}`, this.#start({ account, region }, name));
  }

  /** Takes away an endpoint that is `Deleting`. */
  remove({ account, region }: Place, name: string): void {
    this.#options.background(`delete endpoint ${name}`, this.#remove({ account, region }, name));
  }

  /** Places again what served, and goes on with what was under way when the last process ended. */
  async resume(): Promise<void> {
    const rows = this.#options.endpoints.all();
    // First of all, so that no request finds an endpoint missing.
    for (const { account, region, row } of rows) {
      if (row.current && row.status !== 'Deleting') this.#restore({ account, region }, row, row.current);
    }
    await this.#sweep(rows.map(({ row }) => row));
    for (const { account, region, row } of rows) {
      if (row.status === 'Creating' || row.status === 'Updating') this.start({ account, region }, row.name);
      if (row.status === 'Deleting') this.remove({ account, region }, row.name);
      if (row.status === 'RollingBack') this.#rolledBack({ account, region }, row.name);
    }
  }

  /** Gives up what is under way, so that nobody waits for a start, a download or a last request. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#options.engine[Symbol.asyncDispose]();
  }

  #records(place: Place): Records<EndpointRow> {
    return this.#options.endpoints.in(place.account, place.region);
  }

  async #start(place: Place, name: string): Promise<void> {
    const { clock, log } = this.#options;
    const key = keyOf(name);
    const row = this.#records(place).get(key);
    if (!row?.next) return;
    const { next } = row;
    const result = await this.#deploy(place, row, next);
    if (result === 'stopped') return; // the record still says what is to be done, at the next start
    if ('failure' in result) {
      log.warn({ endpoint: name, reason: result.failure }, 'an endpoint failed');
      return this.#fail(place, row, next, result.failure);
    }
    this.#records(place).update(key, (current) =>
      advance(current, 'InService', clock.now(), {
        current: next,
        next: undefined,
        configName: next.configName,
        failureReason: undefined,
      }),
    );
    await result.drained;
    if (row.current) await this.#discard(row.current);
  }

  async #deploy(
    place: Place,
    row: EndpointRow,
    deployment: Deployment,
  ): Promise<{ drained: Promise<void> } | { failure: string } | 'stopped'> {
    const { engine, log } = this.#options;
    try {
      const spec = this.#spec(place, row, deployment);
      await Promise.all(deployment.variants.map((variant) => this.#bring(place, deployment, variant)));
      const outcome = await engine.deploy(spec, this.#listener(place, row.name));
      if (outcome.kind === 'stopped') return 'stopped';
      if (outcome.kind === 'in-service') return { drained: outcome.drained };
      return { failure: `${failureReasons.ping(outcome.variant)} (${outcome.reason})` };
    } catch (error) {
      if (this.#closing.signal.aborted) return 'stopped';
      if (error instanceof HostingFailure) {
        log.debug({ endpoint: row.name, cause: error.cause }, error.message);
        return { failure: error.message };
      }
      log.error({ endpoint: row.name, error }, 'an endpoint could not be started');
      return { failure: `An internal error occurred: ${(error as Error).message}` };
    }
  }

  async #fail(place: Place, row: EndpointRow, next: Deployment, reason: string): Promise<void> {
    const { clock } = this.#options;
    const failureReason = reason.slice(0, FAILURE_REASON_LENGTH);
    await this.#discard(next);
    this.#records(place).update(keyOf(row.name), (current) =>
      current.status === 'Creating'
        ? advance(current, 'Failed', clock.now(), { next: undefined, failureReason })
        : advance(current, 'RollingBack', clock.now(), { next: undefined, failureReason }),
    );
    if (row.status === 'Updating') this.#rolledBack(place, row.name);
  }

  /** What served before still does: nothing is left to roll back. */
  #rolledBack(place: Place, name: string): void {
    this.#records(place).update(keyOf(name), (current) =>
      advance(current, 'InService', this.#options.clock.now()),
    );
  }

  async #remove(place: Place, name: string): Promise<void> {
    const { engine, tags } = this.#options;
    const key = keyOf(name);
    await engine.remove(endpointId(place, name));
    const row = this.#records(place).get(key);
    for (const deployment of [row?.current, row?.next]) if (deployment) await this.#discard(deployment);
    tags.in(place.account, place.region).delete(arnOf(place, 'endpoint', name));
    this.#records(place).delete(key);
  }

  #restore(place: Place, row: EndpointRow, deployment: Deployment): void {
    const { engine, log } = this.#options;
    try {
      engine.restore(this.#spec(place, row, deployment), this.#listener(place, row.name));
    } catch (error) {
      log.error({ endpoint: row.name, error }, 'an endpoint could not be placed again');
    }
  }

  #spec(place: Place, row: EndpointRow, deployment: Deployment) {
    const { surroundings, modelsDirectory } = this.#options;
    return engineSpec(place, row.name, deployment, modelsDirectory, surroundings, (variant) =>
      this.#bring(place, deployment, variant),
    );
  }

  #bring(place: Place, deployment: Deployment, variant: Deployment['variants'][number]): Promise<void> {
    const { modelData, modelsDirectory } = this.#options;
    const directory = modelDirectory(modelsDirectory, deployment, variant);
    return modelData.bring(variant, place, directory, this.#closing.signal);
  }

  #discard(deployment: Deployment): Promise<void> {
    return rm(join(this.#options.modelsDirectory, deployment.id), { recursive: true, force: true });
  }

  /** Removes the artifacts of deployments that no record knows: what a killed process left half-made. */
  async #sweep(rows: readonly EndpointRow[]): Promise<void> {
    const { modelsDirectory } = this.#options;
    await mkdir(modelsDirectory, { recursive: true });
    const known = new Set(rows.flatMap((row) => [row.current?.id, row.next?.id]));
    for (const found of await readdir(modelsDirectory)) {
      if (!known.has(found)) await rm(join(modelsDirectory, found), { recursive: true, force: true });
    }
  }

  /** What containers print goes to CloudWatch Logs; what becomes of them, to our own log. */
  #listener(place: Place, name: string): EndpointListener {
    const { clock, log, logs } = this.#options;
    const group = `/aws/sagemaker/Endpoints/${name}`;
    return (event: EndpointEvent) => {
      if (event.kind !== 'printed') {
        const level = event.kind === 'exited' || event.kind === 'unhealthy' ? 'warn' : 'info';
        return log[level]({ endpoint: name, ...event }, 'instance');
      }
      const timeMs = clock.now();
      const events = event.lines.filter((line) => line !== '').map((message) => ({ timeMs, message }));
      if (events.length > 0)
        logs.append({ ...place, group, stream: `${event.variant}/${event.instance}`, events });
    };
  }
}
