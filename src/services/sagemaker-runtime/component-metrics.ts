import type { Outcome } from '../../engine/endpoints/index.ts';
import type { Meter, MeterSource } from '../../engine/telemetry/index.ts';
import type { Clock } from '../../kit/index.ts';
import type { CallContext } from '../../wire/index.ts';
import { count, type Meters, UNITS } from './metrics.ts';

/** Components whose meters are kept at hand. */
const MAX_KEPT = 1000;

interface ComponentMeters extends Meters {
  readonly noCapacity: Meter;
}

/**
 * Measures invocations of inference components as `AWS/SageMaker` does, by component.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html#cloudwatch-metrics-endpoint-invocation
 */
export class ComponentMetrics {
  readonly #source: MeterSource;
  readonly #clock: Clock;
  readonly #meters = new Map<string, ComponentMeters>();

  constructor(source: MeterSource, clock: Clock) {
    this.#source = source;
    this.#clock = clock;
  }

  /** @param totalMs from taking the request to having its outcome */
  record(
    owner: Pick<CallContext, 'account' | 'region'>,
    component: string,
    outcome: Outcome,
    totalMs: number,
  ): void {
    if (!('variant' in outcome) || outcome.kind === 'caller-gone') return;
    const meters = this.#metersOf(owner, component);
    const now = this.#clock.now();
    count(meters, outcome, totalMs, now);
    if (outcome.kind === 'no-capacity') meters.noCapacity.add(1, now);
  }

  #metersOf(
    { account, region }: Pick<CallContext, 'account' | 'region'>,
    component: string,
  ): ComponentMeters {
    const key = `${account}/${region}/${component}`;
    const kept = this.#meters.get(key);
    if (kept) return kept;
    if (this.#meters.size >= MAX_KEPT) this.#meters.clear();
    const dimensions = { InferenceComponentName: component };
    const meter = (name: string, unit: string): Meter =>
      this.#source.meter({ account, region, namespace: 'AWS/SageMaker', name, dimensions, unit });
    const meters = Object.entries(UNITS).map(([name, unit]) => [
      name,
      meter(name === 'InvocationsPerInstance' ? 'InvocationsPerCopy' : name, unit),
    ]);
    const noCapacity = meter('NoCapacityInvocationFailures', 'None');
    const made = { ...(Object.fromEntries(meters) as Meters), noCapacity };
    this.#meters.set(key, made);
    return made;
  }
}
