import type { Outcome } from '../../engine/endpoints/index.ts';
import type { MetricSink } from '../../engine/telemetry/index.ts';
import type { CallContext } from '../../wire/index.ts';

type Dimensions = Readonly<Record<'EndpointName' | 'VariantName', string>>;

/** Endpoints and variants whose dimensions are kept at hand. */
const MAX_KEPT = 1000;

/**
 * Measures invocations as `AWS/SageMaker` does, by endpoint and variant. What never reached an instance counts as a 5XX.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
 */
export class InvocationMetrics {
  readonly #sink: MetricSink;
  readonly #dimensions = new Map<string, Dimensions>();

  constructor(sink: MetricSink) {
    this.#sink = sink;
  }

  /** @param totalMs from taking the request to having its outcome */
  record(call: CallContext, endpoint: string, outcome: Outcome, totalMs: number): void {
    if (!('variant' in outcome) || outcome.kind === 'caller-gone') return;
    const { account, region } = call;
    const dimensions = this.#dimensionsOf(endpoint, outcome.variant);
    const add = (name: string, value: number, unit: string) =>
      this.#sink.record({ account, region, namespace: 'AWS/SageMaker', name, dimensions, value, unit });
    const status = outcome.kind === 'answered' || outcome.kind === 'model-error' ? outcome.status : 500;
    const failed = outcome.kind !== 'answered';
    add('Invocations', 1, 'None');
    add('Invocation4XXErrors', failed && status >= 400 && status < 500 ? 1 : 0, 'None');
    add('Invocation5XXErrors', failed && !(status >= 400 && status < 500) ? 1 : 0, 'None');
    add('InvocationModelErrors', failed && 'instance' in outcome ? 1 : 0, 'None');
    if (!('instance' in outcome)) return;
    add('InvocationsPerInstance', 1 / Math.max(1, outcome.instances), 'None');
    add('ModelLatency', Math.round(outcome.modelMs * 1000), 'Microseconds');
    add('OverheadLatency', Math.max(0, Math.round((totalMs - outcome.modelMs) * 1000)), 'Microseconds');
  }

  #dimensionsOf(EndpointName: string, VariantName: string): Dimensions {
    const key = `${EndpointName}/${VariantName}`;
    const kept = this.#dimensions.get(key);
    if (kept) return kept;
    if (this.#dimensions.size >= MAX_KEPT) this.#dimensions.clear();
    const made = Object.freeze({ EndpointName, VariantName });
    this.#dimensions.set(key, made);
    return made;
  }
}
