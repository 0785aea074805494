import { componentId, type Endpoints } from '../../../engine/endpoints/index.ts';
import { type Meter, type MeterSource, scaledPeriodSeconds } from '../../../engine/telemetry/index.ts';
import { type Clock, every } from '../../../kit/index.ts';
import type { Collection } from '../../../store/index.ts';
import type { InferenceComponentRow } from '../records/inference-component.ts';

/** What components are looked at with. */
export interface ComponentSamplerOptions {
  readonly clock: Clock;
  readonly engine: Endpoints;
  readonly components: Collection<InferenceComponentRow>;
  readonly metrics: MeterSource;
  readonly timeScale: number;
}

/** How often requests under way are counted. */
const COUNTED_MS = 1_000;
const LEAST_COUNTED_MS = 100;
/** Requests under way are told by the window of so many seconds, all else by the minute. */
const CONCURRENCY_SECONDS = 10;
const MINUTE_SECONDS = 60;
/** How much of a minute has gone when it is looked at. */
const LOOKED_AT = 0.9;

interface Meters {
  readonly concurrentRequestsPerCopy: Meter;
  readonly invocations: Meter;
  readonly invocationsPerCopy: Meter;
}

/**
 * Looks at inference components time and again: how many requests each copy has, those that wait included, and zeros for
 * those that nobody asks.
 */
export class ComponentSampler implements Disposable {
  readonly #options: ComponentSamplerOptions;
  readonly #meters = new Map<string, Meters>();
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
    const { clock } = this.#options;
    const into = clock.now() % this.#minuteMs;
    const at = this.#minuteMs * LOOKED_AT;
    return clock.after(into < at ? at - into : at - into + this.#minuteMs, () => {
      this.#looking = this.#lookAgain();
      this.#tellIdle();
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

  *#standing() {
    const { engine, components } = this.#options;
    for (const { account, region, row } of components.all()) {
      const place = { account, region };
      const [standing] = engine.standing(componentId(place, row.endpointName, row.name)) ?? [];
      if (standing) yield { standing, meters: this.#metersOf(account, region, row) };
    }
  }

  #metersOf(account: string, region: string, { name, createdMs }: InferenceComponentRow): Meters {
    const key = `${account}/${region}/${name}/${createdMs}`;
    const kept = this.#meters.get(key);
    if (kept) return kept;
    const dimensions = { InferenceComponentName: name };
    const meter = (metric: string, resolution: 1 | 60 = 60): Meter =>
      this.#options.metrics.meter({
        ...{ account, region, dimensions, resolution },
        namespace: 'AWS/SageMaker',
        name: metric,
        unit: 'None',
      });
    const made = {
      concurrentRequestsPerCopy: meter('ConcurrentRequestsPerCopy', 1),
      invocations: meter('Invocations'),
      invocationsPerCopy: meter('InvocationsPerCopy'),
    };
    this.#meters.set(key, made);
    return made;
  }
}
