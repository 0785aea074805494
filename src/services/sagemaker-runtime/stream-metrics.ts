import type { Outcome, StreamedAnswer } from '../../engine/endpoints/index.ts';
import type { MetricSink } from '../../engine/telemetry/index.ts';
import type { Clock } from '../../kit/index.ts';
import type { CallContext } from '../../wire/index.ts';

/** Measures one streamed answer. */
export interface StreamMeasure {
  /** The first part is going out. */
  firstPart(): void;
  ended(outcome: Outcome): void;
}

/**
 * What `AWS/SageMaker` has of streamed answers besides the metrics of every invocation: how long the first part took (microseconds), and
 * errors after it.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
 */
export class StreamMetrics {
  readonly #sink: MetricSink;
  readonly #clock: Clock;

  constructor(sink: MetricSink, clock: Clock) {
    this.#sink = sink;
    this.#clock = clock;
  }

  /** @param startedAt when the request came, monotonic milliseconds */
  begin(
    { account, region }: CallContext,
    EndpointName: string,
    { variant, sentAt }: StreamedAnswer,
    startedAt: number,
  ): StreamMeasure {
    const dimensions = { EndpointName, VariantName: variant };
    const add = (name: string, value: number, unit: string) =>
      this.#sink.record({ account, region, namespace: 'AWS/SageMaker', name, dimensions, value, unit });
    const addMs = (name: string, ms: number) => add(name, Math.max(0, Math.round(ms * 1000)), 'Microseconds');
    return {
      firstPart: () => {
        const now = this.#clock.monotonic();
        addMs('FirstChunkLatency', now - startedAt);
        addMs('FirstChunkModelLatency', now - sentAt);
        addMs('FirstChunkOverheadLatency', sentAt - startedAt);
      },
      ended: ({ kind }) => {
        if (kind !== 'caller-gone') add('MidStreamErrors', kind === 'answered' ? 0 : 1, 'None');
      },
    };
  }
}
