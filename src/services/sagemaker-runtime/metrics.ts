import type { Outcome } from '../../engine/endpoints/index.ts';
import type { Meter, MeterSource } from '../../engine/telemetry/index.ts';
import type { Clock } from '../../kit/index.ts';
import type { CallContext } from '../../wire/index.ts';

/** Endpoints and variants whose meters are kept at hand. */
const MAX_KEPT = 1000;

/** Units of `AWS/SageMaker`. */
export const UNITS = {
  Invocations: 'None',
  Invocation4XXErrors: 'None',
  Invocation5XXErrors: 'None',
  InvocationModelErrors: 'None',
  InvocationsPerInstance: 'None',
  ModelLatency: 'Microseconds',
  OverheadLatency: 'Microseconds',
} as const;

/** A meter for each of them. */
export type Meters = { readonly [Name in keyof typeof UNITS]: Meter };

/** Whose endpoint was asked. */
type Owner = Pick<CallContext, 'account' | 'region'>;

/**
 * Measures invocations as `AWS/SageMaker` does, by endpoint and variant, and once more by the endpoint configuration as well, so that a
 * fleet that is to take over can be watched by itself. What never reached an instance counts as a 5XX.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html
 */
export class InvocationMetrics {
  readonly #source: MeterSource;
  readonly #clock: Clock;
  readonly #meters = new Map<string, readonly Meters[]>();

  constructor(source: MeterSource, clock: Clock) {
    this.#source = source;
    this.#clock = clock;
  }

  /** @param totalMs from taking the request to having its outcome */
  record(owner: Owner, endpoint: string, outcome: Outcome, totalMs: number): void {
    if (!('variant' in outcome) || outcome.variant === undefined || outcome.kind === 'caller-gone') return;
    const deployment = 'deployment' in outcome ? outcome.deployment : undefined;
    const now = this.#clock.now();
    for (const meters of this.#metersOf(owner, endpoint, outcome.variant, deployment)) {
      count(meters, outcome, totalMs, now);
    }
  }

  #metersOf(
    { account, region }: Owner,
    EndpointName: string,
    VariantName: string,
    deployment: string | undefined,
  ): readonly Meters[] {
    const key = `${account}/${region}/${EndpointName}/${VariantName}/${deployment}`;
    const kept = this.#meters.get(key);
    if (kept) return kept;
    if (this.#meters.size >= MAX_KEPT) this.#meters.clear();
    const variant = { EndpointName, VariantName };
    const all =
      deployment === undefined ? [variant] : [variant, { ...variant, EndpointConfigName: deployment }];
    const made = all.map((dimensions) => {
      const meters = Object.entries(UNITS).map(([name, unit]) => {
        const measured = { account, region, namespace: 'AWS/SageMaker', name, dimensions, unit };
        return [name, this.#source.meter(measured)];
      });
      return Object.fromEntries(meters) as Meters;
    });
    this.#meters.set(key, made);
    return made;
  }
}

/** Ends that the caller could have avoided. */
const callersFaults: ReadonlySet<Outcome['kind']> = new Set(['refused', 'throttled', 'no-instance-yet']);

/** Counts one invocation. */
export function count(meters: Meters, outcome: Outcome, totalMs: number, now: number): void {
  const status = 'status' in outcome ? outcome.status : callersFaults.has(outcome.kind) ? 400 : 500;
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
