import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  componentId,
  type EndpointListener,
  type Endpoints,
  type VariantSpec,
} from '../../../engine/endpoints/index.ts';
import type { LogSink } from '../../../engine/telemetry/index.ts';
import type { Clock, Logger } from '../../../kit/index.ts';
import type { Collection, Records } from '../../../store/index.ts';
import type { InsideClient } from '../../../wire/index.ts';
import { arnOf, keyOf, type Place } from '../arns.ts';
import { failureReasons } from '../faults.ts';
import type { ContainerSurroundings } from '../hosting/container-spec.ts';
import { HostingFailure, type ModelData } from '../hosting/model-data.ts';
import type { DataHome } from '../hosting/variant-containers.ts';
import { FAILURE_REASON_LENGTH } from '../limits.ts';
import type { EndpointRow } from '../records/endpoint.ts';
import { type ComponentRelease, enter, type InferenceComponentRow } from '../records/inference-component.ts';
import type { TagsRow } from '../records/tags.ts';
import { bringRelease, componentSpec, releaseDirectory } from './component-spec.ts';
import { fitInstances } from './hosts.ts';
import { rollOver } from './roll-over.ts';

/** What components are hosted with. */
export interface ComponentsOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly logs: LogSink;
  readonly engine: Endpoints;
  readonly inside: InsideClient;
  readonly endpoints: Collection<EndpointRow>;
  readonly components: Collection<InferenceComponentRow>;
  readonly tags: Collection<TagsRow>;
  readonly modelData: ModelData;
  readonly surroundings: ContainerSurroundings;
  /** Holds the unpacked artifacts, one directory a release. */
  readonly directory: string;
  /** What deployments wait for is divided by this. */
  readonly timeScale: number;
  background(name: string, work: Promise<void>): void;
}

/** Brings what the records say of inference components into being. */
export class Components implements Disposable {
  readonly #options: ComponentsOptions;
  readonly #closing = new AbortController();

  constructor(options: ComponentsOptions) {
    this.#options = options;
  }

  /** Starts the `next` release of a component that is `Creating` or `Updating`. */
  start({ account, region }: Place, name: string): void {
    this.#options.background(`start inference component ${name}`, this.#start({ account, region }, name));
  }

  /** Gives a component that is `Updating` the copies it is to have. */
  scale({ account, region }: Place, name: string): void {
    this.#options.background(`scale inference component ${name}`, this.#scale({ account, region }, name));
  }

  /** Takes away a component that is `Deleting`. */
  remove({ account, region }: Place, name: string): void {
    this.#options.background(`delete inference component ${name}`, this.#remove({ account, region }, name));
  }

  /** Copies in service now. */
  copiesInService(place: Place, { endpointName, name }: InferenceComponentRow): number {
    const standing = this.#options.engine.standing(componentId(place, endpointName, name));
    return standing?.[0]?.inService ?? 0;
  }

  /** Places again what served, and goes on with what was under way when the last process ended. */
  async resume(): Promise<void> {
    const found = this.#options.components.all();
    for (const { account, region, row } of found) {
      if (row.current && row.status !== 'Deleting') this.#restore({ account, region }, row, row.current);
    }
    await this.#sweep(new Set(found.flatMap(({ row }) => [row.current?.id, row.next?.id])));
    for (const { account, region, row } of found) {
      const place = { account, region };
      if (row.status === 'Deleting') this.remove(place, row.name);
      else if (row.next) this.start(place, row.name);
      else if (row.status === 'Updating') this.scale(place, row.name);
    }
  }

  /** Gives up what is under way; the engine ends what runs. */
  [Symbol.dispose](): void {
    this.#closing.abort();
  }

  get #home(): DataHome {
    const { directory, modelData } = this.#options;
    return { modelsDirectory: directory, modelData, closing: this.#closing.signal };
  }

  #records({ account, region }: Place): Records<InferenceComponentRow> {
    return this.#options.components.in(account, region);
  }

  async #start(place: Place, name: string): Promise<void> {
    const { clock, log } = this.#options;
    const key = keyOf(name);
    const row = this.#records(place).get(key);
    if (!row?.next) return;
    const { next } = row;
    const result = await this.#release(place, row, next);
    if (result === 'closing') return; // the record still says what is to be done, at the next start
    if ('failure' in result) {
      log.warn({ component: name, reason: result.failure }, 'an inference component failed');
      return this.#fail(place, row, result.failure);
    }
    const { deploymentConfig: _config, ...current } = next;
    this.#records(place).update(key, (one) =>
      enter(one, 'InService', clock.now(), {
        current,
        next: undefined,
        copiesBefore: undefined,
        failureReason: undefined,
      }),
    );
    fitInstances(this.#options, place, row.endpointName, row.variantName);
    await result.drained;
    if (row.current) await this.#discard(row.current);
  }

  /** Lets a release take over. */
  async #release(
    place: Place,
    row: InferenceComponentRow,
    next: ComponentRelease,
  ): Promise<{ drained: Promise<void> } | { failure: string } | 'closing'> {
    const { engine, log } = this.#options;
    const { signal } = this.#closing;
    const noRoom = fitInstances(this.#options, place, row.endpointName, row.variantName);
    if (noRoom !== undefined) return { failure: noRoom };
    try {
      const spec = this.#spec(place, row, next);
      await bringRelease(this.#home, place, next);
      const listener = this.#listener(place, row);
      if (row.current && next.deploymentConfig) {
        const options = { ...this.#options, closing: signal };
        return await rollOver(options, place, row, next.deploymentConfig, next.startedMs, spec, listener);
      }
      const outcome = await engine.deploy(spec, listener);
      if (outcome.kind === 'in-service') return { drained: outcome.drained };
      return outcome.kind === 'stopped'
        ? 'closing'
        : { failure: failureReasons.start(row.variantName, outcome) };
    } catch (error) {
      if (signal.aborted) return 'closing';
      if (error instanceof HostingFailure) return { failure: error.message };
      log.error({ component: row.name, error }, 'an inference component could not be started');
      return { failure: `An internal error occurred: ${(error as Error).message}` };
    }
  }

  async #fail(place: Place, row: InferenceComponentRow, reason: string): Promise<void> {
    const { clock } = this.#options;
    const failureReason = reason.slice(0, FAILURE_REASON_LENGTH);
    const copies = row.copiesBefore ?? row.copies;
    this.#records(place).update(keyOf(row.name), (one) =>
      enter(one, one.current ? 'InService' : 'Failed', clock.now(), {
        next: undefined,
        copies,
        copiesBefore: undefined,
        failureReason,
      }),
    );
    fitInstances(this.#options, place, row.endpointName, row.variantName);
    if (row.next) await this.#discard(row.next);
  }

  async #scale(place: Place, name: string): Promise<void> {
    const { clock, engine } = this.#options;
    const key = keyOf(name);
    const row = this.#records(place).get(key);
    if (!row?.current) return;
    const { endpointName, variantName } = row;
    const id = componentId(place, endpointName, name);
    const noRoom = fitInstances(this.#options, place, endpointName, variantName);
    if (noRoom !== undefined) return this.#fail(place, row, noRoom);
    const outcome = await engine.resize(id, variantName, row.copies);
    if (this.#closing.signal.aborted) return;
    if (outcome.kind === 'failed') {
      await engine.resize(id, variantName, row.copiesBefore ?? row.copies);
      return this.#fail(place, row, failureReasons.start(variantName, outcome));
    }
    this.#records(place).update(key, (one) =>
      enter(one, 'InService', clock.now(), { copiesBefore: undefined, failureReason: undefined }),
    );
    fitInstances(this.#options, place, endpointName, variantName);
  }

  async #remove(place: Place, name: string): Promise<void> {
    const { engine, tags } = this.#options;
    const key = keyOf(name);
    const row = this.#records(place).get(key);
    if (!row) return;
    await engine.remove(componentId(place, row.endpointName, name));
    for (const release of [row.current, row.next]) if (release) await this.#discard(release);
    tags.in(place.account, place.region).delete(arnOf(place, 'inference-component', name));
    this.#records(place).delete(key);
    fitInstances(this.#options, place, row.endpointName, row.variantName);
  }

  #restore(place: Place, row: InferenceComponentRow, release: ComponentRelease): void {
    const { engine, log } = this.#options;
    try {
      const copies = row.copiesBefore ?? row.copies;
      engine.restore(this.#spec(place, { ...row, copies }, release), this.#listener(place, row));
    } catch (error) {
      log.error({ component: row.name, error }, 'an inference component could not be placed again');
    }
  }

  #spec(place: Place, row: InferenceComponentRow, release: ComponentRelease) {
    const { surroundings, endpoints } = this.#options;
    const endpoint = endpoints.in(place.account, place.region).get(keyOf(row.endpointName));
    const host = endpoint?.current?.variants.find(({ name }) => keyOf(name) === keyOf(row.variantName));
    const routing: VariantSpec['routing'] = host?.routing ?? 'random';
    return componentSpec(this.#home, place, row, release, routing, surroundings);
  }

  #discard(release: ComponentRelease): Promise<void> {
    return rm(releaseDirectory(this.#home, release), { recursive: true, force: true });
  }

  async #sweep(known: ReadonlySet<string | undefined>): Promise<void> {
    const { directory } = this.#options;
    await mkdir(directory, { recursive: true });
    for (const found of await readdir(directory)) {
      if (!known.has(found)) await rm(join(directory, found), { recursive: true, force: true });
    }
  }

  /** What copies print goes to CloudWatch Logs; what becomes of them, to our own log. */
  #listener(place: Place, { name, variantName }: InferenceComponentRow): EndpointListener {
    const { clock, log, logs } = this.#options;
    const group = `/aws/sagemaker/InferenceComponents/${name}`;
    return (event) => {
      if (event.kind === 'mirrored') return;
      if (event.kind !== 'printed') return log.info({ component: name, ...event }, 'copy');
      const timeMs = clock.now();
      const events = event.lines.filter((line) => line !== '').map((message) => ({ timeMs, message }));
      const stream = `${variantName}/${event.instance}`;
      if (events.length > 0) logs.append({ ...place, group, stream, events });
    };
  }
}
