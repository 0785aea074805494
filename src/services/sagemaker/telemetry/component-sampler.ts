import { componentId, type Endpoints } from '../../../engine/endpoints/index.ts';
import { type Meter, type MeterSource, scaledPeriodSeconds } from '../../../engine/telemetry/index.ts';
import { type Clock, every, type Logger } from '../../../kit/index.ts';
import type { Collection } from '../../../store/index.ts';
import type { InferenceComponentRow } from '../records/inference-component.ts';
import { CpuShares } from './cpu-shares.ts';

/** What components are looked at with. */
export interface ComponentSamplerOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly engine: Endpoints;
  readonly components: Collection<InferenceComponentRow>;
  readonly metrics: MeterSource;
  readonly timeScale: number;
  /** Processors of the machine. */
  readonly cpus: number;
}

/** How often requests under way are counted. */
const COUNTED_MS = 1_000;
const LEAST_COUNTED_MS = 100;
/** Requests under way are told by the window of so many seconds, all else by the minute. */
const CONCURRENCY_SECONDS = 10;
const MINUTE_SECONDS = 60;
/** How much of a minute has gone when it is looked at. */
const LOOKED_AT = 0.9;

/** The two namespaces. @see https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html */
const INVOCATIONS = 'AWS/SageMaker';
const COPIES = '/aws/sagemaker/InferenceComponents';

interface Meters {
  readonly concurrentRequestsPerCopy: Meter;
  readonly invocations: Meter;
  readonly invocationsPerCopy: Meter;
  /** 0 to 100, of what a copy may use. */
  readonly cpu: Meter;
  readonly memory: Meter;
}

/**
 * Looks at inference components time and again: how many requests each copy has, those that wait included, and zeros for
 * those that nobody asks.
 */
export class ComponentSampler implements Disposable {
  readonly #options: ComponentSamplerOptions;
  readonly #meters = new Map<string, Meters>();
  readonly #cpu = new CpuShares();
  readonly #concurrencyMs: number;
  readonly #minuteMs: number;
  readonly #counting: Disposable;
  #looking: Disposable;

  constructor(options: ComponentSamplerOptions) {
    const { clock, timeScale } = options;
    this.#options = options;
    this.#concurrencyMs = 1000 * scaledPeriodSeconds(CONCURRENCY_SECONDS, timeScale);
    this.#minuteMs = 1000 * scaledPeriodSeconds(MINUTE_SECONDS, timeScale);
    this.#counting = every(clock, Math.max(LEAST_COUNTED_MS, COUNTED_MS / timeScale), () => this.#count());
    this.#looking = this.#lookAgain();
  }

  [Symbol.dispose](): void {
    this.#counting[Symbol.dispose]();
    this.#looking[Symbol.dispose]();
  }

  #lookAgain(): Disposable {
    const { clock, log } = this.#options;
    const into = clock.now() % this.#minuteMs;
    const at = this.#minuteMs * LOOKED_AT;
    return clock.after(into < at ? at - into : at - into + this.#minuteMs, () => {
      this.#looking = this.#lookAgain();
      this.#tellIdle();
      this.#look().catch((error: unknown) => log.warn({ error }, 'copies could not be measured'));
      this.#forget();
    });
  }

  /** Each copy has its share of those that wait, too. */
  #count(): void {
    const nowMs = this.#options.clock.now();
    const windowMs = nowMs - (nowMs % this.#concurrencyMs);
    for (const { standing, meters } of this.#standing()) {
      const { inService, waiting, instances } = standing;
      for (const { outstanding } of instances.filter((copy) => copy.inService))
        meters.concurrentRequestsPerCopy.add(outstanding + waiting / inService, windowMs);
    }
  }

  #tellIdle(): void {
    const nowMs = this.#options.clock.now();
    const startMs = nowMs - (nowMs % this.#minuteMs);
    for (const { standing, meters } of this.#standing()) {
      if (standing.inService === 0) continue;
      for (const meter of [meters.invocations, meters.invocationsPerCopy]) {
        if (meter.lastMs < startMs) meter.add(0, startMs);
      }
    }
  }

  /** What the copies have used of the processors and the memory that each of them may use. */
  async #look(): Promise<void> {
    const { clock, engine, cpus } = this.#options;
    const seen = new Set<string>();
    for (const { id, row, meters } of this.#standing()) {
      const { ComputeResourceRequirements: needs } = row.current?.specification ?? {};
      const share = needs?.NumberOfCpuCoresRequired ?? cpus;
      for (const { instance, cpuSeconds, memoryBytes, memoryLimitBytes } of await engine.usage(id)) {
        seen.add(instance);
        const cpu = this.#cpu.percent(instance, cpuSeconds, clock.monotonic());
        if (cpu !== undefined) meters.cpu.add(Math.min(100, cpu / share));
        meters.memory.add(Math.min(100, (100 * memoryBytes) / memoryLimitBytes));
      }
    }
    this.#cpu.keep(seen);
  }

  /** Lets go of what is there no more. */
  #forget(): void {
    const there = new Set<string>();
    for (const { account, region, row } of this.#options.components.all())
      there.add(meterKey(account, region, row));
    for (const key of this.#meters.keys()) if (!there.has(key)) this.#meters.delete(key);
  }

  *#standing() {
    const { engine, components } = this.#options;
    for (const { account, region, row } of components.all()) {
      const place = { account, region };
      const id = componentId(place, row.endpointName, row.name);
      const [standing] = engine.standing(id) ?? [];
      if (standing) yield { id, row, standing, meters: this.#metersOf(account, region, row) };
    }
  }

  #metersOf(account: string, region: string, row: InferenceComponentRow): Meters {
    const key = meterKey(account, region, row);
    const kept = this.#meters.get(key);
    if (kept) return kept;
    const dimensions = { InferenceComponentName: row.name };
    const meter = (namespace: string, metric: string, unit: string, resolution: 1 | 60 = 60): Meter =>
      this.#options.metrics.meter({ account, region, namespace, name: metric, dimensions, unit, resolution });
    const made = {
      concurrentRequestsPerCopy: meter(INVOCATIONS, 'ConcurrentRequestsPerCopy', 'None', 1),
      invocations: meter(INVOCATIONS, 'Invocations', 'None'),
      invocationsPerCopy: meter(INVOCATIONS, 'InvocationsPerCopy', 'None'),
      cpu: meter(COPIES, 'CPUUtilizationNormalized', 'Percent'),
      memory: meter(COPIES, 'MemoryUtilizationNormalized', 'Percent'),
    };
    this.#meters.set(key, made);
    return made;
  }
}

const meterKey = (account: string, region: string, { name, createdMs }: InferenceComponentRow): string =>
  `${account}/${region}/${name}/${createdMs}`;
