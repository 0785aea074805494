import { join } from 'node:path';
import type { Endpoints, VariantStanding } from '../../../engine/endpoints/index.ts';
import { type MeterSource, scaledPeriodSeconds } from '../../../engine/telemetry/index.ts';
import { type Clock, every, type Logger } from '../../../kit/index.ts';
import type { Collection } from '../../../store/index.ts';
import { keyOf, type Place } from '../arns.ts';
import { measureConcurrency } from '../hosting/instance-metrics.ts';
import type { EndpointRow } from '../records/endpoint.ts';
import { CpuShares } from './cpu-shares.ts';
import { diskShare } from './disk-share.ts';
import { type VariantMeters, variantMeters } from './variant-meters.ts';

/** What endpoints are looked at with. */
export interface SamplerOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly engine: Endpoints;
  readonly endpoints: Collection<EndpointRow>;
  readonly metrics: MeterSource;
  /** Holds the unpacked artifacts, one directory a deployment. */
  readonly modelsDirectory: string;
  readonly timeScale: number;
}

/** How often requests under way are counted. */
const COUNTED_MS = 1_000;
const LEAST_COUNTED_MS = 100;
/** Requests under way are told by the window of so many seconds, all else by the minute. */
const CONCURRENCY_SECONDS = 10;
const MINUTE_SECONDS = 60;
/** How much of a period has gone when it is looked at: late enough to know it, early enough to be in it. */
const LOOKED_AT = 0.9;
/** Minutes that are made up for at most. */
const MOST_MISSED = 5;

/** An endpoint that something runs for. */
interface Sampled {
  readonly place: Place;
  readonly row: EndpointRow;
  readonly id: string;
}

/**
 * Looks at the endpoints time and again, for the metrics that do not come of requests: how many are under way and wait, by instance; what
 * instances use of the machine; and zeros for variants that nobody asks.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
 */
export class EndpointSampler implements Disposable {
  readonly #options: SamplerOptions;
  readonly #meters = new Map<string, VariantMeters>();
  readonly #cpu = new CpuShares();
  readonly #concurrencyMs: number;
  readonly #minuteMs: number;
  readonly #counting: Disposable;
  #looking: Disposable;
  /** The start of the minute that idle variants were looked at in last. */
  #toldMs: number;

  constructor(options: SamplerOptions) {
    const { clock, timeScale } = options;
    this.#options = options;
    this.#concurrencyMs = 1000 * scaledPeriodSeconds(CONCURRENCY_SECONDS, timeScale);
    this.#minuteMs = 1000 * scaledPeriodSeconds(MINUTE_SECONDS, timeScale);
    this.#toldMs = Math.floor(clock.now() / this.#minuteMs - 1) * this.#minuteMs;
    this.#counting = every(clock, Math.max(LEAST_COUNTED_MS, COUNTED_MS / timeScale), () => this.#count());
    this.#looking = this.#lookAgain();
  }

  [Symbol.dispose](): void {
    this.#counting[Symbol.dispose]();
    this.#looking[Symbol.dispose]();
  }

  /** Late in each of the shortest periods: what is told by longer ones is told in the last part of them. */
  #lookAgain(): Disposable {
    const { clock, log } = this.#options;
    const into = clock.now() % this.#concurrencyMs;
    const at = this.#concurrencyMs * LOOKED_AT;
    return clock.after(into < at ? at - into : at - into + this.#concurrencyMs, () => {
      this.#looking = this.#lookAgain();
      const nowMs = clock.now();
      if (this.#endsNow(MINUTE_SECONDS, nowMs)) this.#tellIdle();
      this.#look(nowMs).catch((error: unknown) => log.warn({ error }, 'instances could not be measured'));
      this.#forget();
    });
  }

  /** Whether a period of that length ends before it is looked at again. */
  #endsNow(periodSeconds: number, nowMs: number): boolean {
    const periodMs = 1000 * scaledPeriodSeconds(periodSeconds, this.#options.timeScale);
    return Math.floor((nowMs + this.#concurrencyMs) / periodMs) > Math.floor(nowMs / periodMs);
  }

  /** Each instance has its share of those that wait, too. */
  #count(): void {
    const nowMs = this.#options.clock.now();
    const windowMs = nowMs - (nowMs % this.#concurrencyMs);
    for (const { sampled, variant } of this.#variants()) {
      const { inService, waiting, instances } = variant;
      const serving = instances.filter((instance) => instance.inService);
      if (serving.length === 0 && waiting === 0) continue;
      const { concurrentRequestsPerModel: meter } = this.#metersOf(sampled, variant.name);
      for (const { outstanding } of serving) meter.add(outstanding + waiting / inService, windowMs);
      if (serving.length === 0) meter.add(waiting, windowMs);
    }
  }

  /** A variant in service that nobody has asked in a minute says so, so that it may be scaled in. */
  #tellIdle(): void {
    const nowMs = this.#options.clock.now();
    const minuteMs = nowMs - (nowMs % this.#minuteMs);
    // A busy machine may be late: what it has missed of late is told now.
    const firstMs = Math.max(this.#toldMs + this.#minuteMs, minuteMs - MOST_MISSED * this.#minuteMs);
    this.#toldMs = minuteMs;
    for (const { sampled, variant } of this.#variants()) {
      this.#tellServerless(sampled, variant);
      if (variant.inService === 0 || sampled.row.current?.asyncInference) continue;
      const { invocations, invocationsPerInstance } = this.#metersOf(sampled, variant.name);
      for (const meter of [invocations, invocationsPerInstance]) {
        for (let startMs = firstMs; startMs <= minuteMs; startMs += this.#minuteMs) {
          if (meter.lastMs < startMs) meter.add(0, startMs);
        }
      }
    }
  }

  /** Once a minute at least, so that what is provisioned may follow what is used. */
  #tellServerless({ place, row }: Sampled, { name, inFlight }: VariantStanding): void {
    const { serverless } = row.current?.variants.find((one) => one.name === name) ?? {};
    if (!serverless) return;
    const dimensions = { EndpointName: row.name, VariantName: name };
    measureConcurrency(this.#options.metrics, place, dimensions, serverless, inFlight);
  }

  /** What the instances have used of the machine. */
  async #look(nowMs: number): Promise<void> {
    const { clock, engine } = this.#options;
    for (const sampled of this.#sampled()) {
      if (!this.#endsNow(utilizationSeconds(sampled.row), nowMs)) continue;
      const disks = new Map<string, Promise<number>>();
      for (const used of await engine.usage(sampled.id)) {
        const to = this.#metersOf(sampled, used.variant);
        const cpu = this.#cpu.percent(used.instance, used.cpuSeconds, clock.monotonic());
        if (cpu !== undefined) to.cpu.add(cpu, nowMs);
        to.memory.add(Math.min(100, (100 * used.memoryBytes) / used.memoryLimitBytes), nowMs);
        const disk = disks.get(used.variant) ?? this.#disk(sampled.row, used.variant);
        disks.set(used.variant, disk);
        to.disk.add(await disk, nowMs);
      }
    }
  }

  /** Lets go of what is there no more. */
  #forget(): void {
    const instances = new Set<string>();
    const variants = new Set<string>();
    for (const { sampled, variant } of this.#variants()) {
      for (const { id } of variant.instances) instances.add(id);
      variants.add(meterKey(sampled, variant.name));
    }
    this.#cpu.keep(instances);
    for (const key of this.#meters.keys()) if (!variants.has(key)) this.#meters.delete(key);
  }

  #disk({ current, next }: EndpointRow, variant: string): Promise<number> {
    const deployment = current ?? next;
    if (!deployment) return Promise.resolve(0);
    return diskShare(join(this.#options.modelsDirectory, deployment.id, keyOf(variant)));
  }

  *#variants() {
    const { engine } = this.#options;
    for (const sampled of this.#sampled()) {
      for (const side of ['old', 'new'] as const) {
        for (const variant of engine.standing(sampled.id, side) ?? []) yield { sampled, variant };
      }
    }
  }

  *#sampled(): Generator<Sampled> {
    const { engine, endpoints } = this.#options;
    for (const id of engine.ids) {
      const [account = '', region = '', key = ''] = id.split('/');
      const row = endpoints.in(account, region).get(key);
      if (row) yield { id, row, place: { account, region } };
    }
  }

  #metersOf(sampled: Sampled, variant: string): VariantMeters {
    const key = meterKey(sampled, variant);
    let meters = this.#meters.get(key);
    if (!meters) {
      const { place, row } = sampled;
      meters = variantMeters(this.#options.metrics, place, row.name, variant, utilizationSeconds(row));
      this.#meters.set(key, meters);
    }
    return meters;
  }
}

const meterKey = ({ id, row }: Sampled, variant: string): string =>
  `${id}/${row.createdMs}/${utilizationSeconds(row)}/${variant}`;

/** How often what its instances use is told. */
const utilizationSeconds = ({ current, next }: EndpointRow): number =>
  (current ?? next)?.utilizationSeconds ?? MINUTE_SECONDS;
