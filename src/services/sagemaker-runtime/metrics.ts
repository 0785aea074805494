import type { Outcome } from '../../engine/endpoints/index.ts';
import type { Meter, MeterSource } from '../../engine/telemetry/index.ts';
import type { Clock } from '../../kit/index.ts';
import type { CallContext } from '../../wire/index.ts';

/** Endpoints and variants whose meters are kept at hand. */
const MAX_KEPT = 1000;

/** Units of `AWS/SageMaker`. */
const UNITS = {
  Invocations: 'None',
  Invocation4XXErrors: 'None',
  Invocation5XXErrors: 'None',
  InvocationModelErrors: 'None',
  InvocationsPerInstance: 'None',
  ModelLatency: 'Microseconds',
  OverheadLatency: 'Microseconds',
} as const;

type Meters = { readonly [Name in keyof typeof UNITS]: Meter };

/**
 * Measures invocations as `AWS/SageMaker` does, by endpoint and variant. What never reached an instance counts as a 5XX.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
 */
export class InvocationMetrics {
  readonly #source: MeterSource;
  readonly #clock: Clock;
  readonly #meters = new Map<string, Meters>();

  constructor(source: MeterSource, clock: Clock) {
    this.#source = source;
    this.#clock = clock;
  }

  /** @param totalMs from taking the request to having its outcome */
  record(call: CallContext, endpoint: string, outcome: Outcome, totalMs: number): void {
    if (!('variant' in outcome) || outcome.kind === 'caller-gone') return;
    const meters = this.#metersOf(call, endpoint, outcome.variant);
    const now = this.#clock.now();
    const status = outcome.kind === 'answered' || outcome.kind === 'model-error' ? outcome.status : 500;
    const failed = outcome.kind !== 'answered';
    const callersFault = status >= 400 && status < 500;
    meters.Invocations.add(1, now);
    meters.Invocation4XXErrors.add(failed && callersFault ? 1 : 0, now);
    meters.Invocation5XXErrors.add(failed && !callersFault ? 1 : 0, now);
    meters.InvocationModelErrors.add(failed && 'instance' in outcome ? 1 : 0, now);
    if (!('instance' in outcome)) return;
    meters.InvocationsPerInstance.add(1 / Math.max(1, outcome.instances), now);
    meters.ModelLatency.add(Math.round(outcome.modelMs * 1000), now);
    meters.OverheadLatency.add(Math.max(0, Math.round((totalMs - outcome.modelMs) * 1000)), now);
  }

  #metersOf({ account, region }: CallContext, EndpointName: string, VariantName: string): Meters {
    const key = `${account}/${region}/${EndpointName}/${VariantName}`;
    const kept = this.#meters.get(key);
    if (kept) return kept;
    if (this.#meters.size >= MAX_KEPT) this.#meters.clear();
    const dimensions = { EndpointName, VariantName };
    const meters = Object.fromEntries(
      Object.entries(UNITS).map(([name, unit]) => {
        return [
          name,
          this.#source.meter({ account, region, namespace: 'AWS/SageMaker', name, dimensions, unit }),
        ];
      }),
    ) as Meters;
    this.#meters.set(key, meters);
    return meters;
  }
}
