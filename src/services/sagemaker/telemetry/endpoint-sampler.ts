import { join } from 'node:path';
import type { Endpoints } from '../../../engine/endpoints/index.ts';
import { type MeterSource, scaledPeriodSeconds } from '../../../engine/telemetry/index.ts';
import { type Clock, every, type Logger } from '../../../kit/index.ts';
import type { Collection } from '../../../store/index.ts';
import { keyOf, type Place } from '../arns.ts';
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
/** How much of a minute has gone when it is looked at: late enough to know it, early enough to be in it. */
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

  /** Late in the minute, every minute. */
  #lookAgain(): Disposable {
    const { clock, log } = this.#options;
    const into = clock.now() % this.#minuteMs;
    const at = this.#minuteMs * LOOKED_AT;
    return clock.after(into < at ? at - into : at - into + this.#minuteMs, () => {
      this.#looking = this.#lookAgain();
      this.#tellIdle();
      this.#look().catch((error: unknown) => log.warn({ error }, 'instances could not be measured'));
    });
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
      if (variant.inService === 0 || sampled.row.current?.asyncInference) continue;
      const { invocations, invocationsPerInstance } = this.#metersOf(sampled, variant.name);
      for (const meter of [invocations, invocationsPerInstance]) {
        for (let startMs = firstMs; startMs <= minuteMs; startMs += this.#minuteMs) {
          if (meter.lastMs < startMs) meter.add(0, startMs);
        }
      }
    }
  }

  /** What the instances have used of the machine. */
  async #look(): Promise<void> {
    const { clock, engine } = this.#options;
    const seen = new Set<string>();
    const meters = new Set<string>();
    const nowMs = clock.now();
    for (const sampled of this.#sampled()) {
      const disks = new Map<string, Promise<number>>();
      for (const used of await engine.usage(sampled.id)) {
        const to = this.#metersOf(sampled, used.variant);
        const cpu = this.#cpu.percent(used.instance, used.cpuSeconds, clock.monotonic());
        if (cpu !== undefined) to.cpu.add(cpu, nowMs);
        to.memory.add(Math.min(100, (100 * used.memoryBytes) / used.memoryLimitBytes), nowMs);
        const disk = disks.get(used.variant) ?? this.#disk(sampled.row, used.variant);
        disks.set(used.variant, disk);
        to.disk.add(await disk, nowMs);
        seen.add(used.instance);
        meters.add(meterKey(sampled, used.variant));
      }
    }
    this.#cpu.keep(seen);
    for (const key of this.#meters.keys()) if (!meters.has(key)) this.#meters.delete(key);
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
      meters = variantMeters(this.#options.metrics, sampled.place, sampled.row.name, variant);
      this.#meters.set(key, meters);
    }
    return meters;
  }
}

const meterKey = ({ id, row }: Sampled, variant: string): string => `${id}/${row.createdMs}/${variant}`;
