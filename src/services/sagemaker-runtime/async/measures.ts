import type { MetricSink } from '../../../engine/telemetry/index.ts';
import type { Place } from '../hosted.ts';
import type { Ended } from './result.ts';

/** How long a request has been with us, milliseconds. */
export interface Stay {
  readonly inBacklogMs: number;
  readonly totalMs: number;
}

/** How an endpoint stands. */
export interface Backlog {
  readonly size: number;
  readonly instances: number;
  readonly oldestAgeMs: number;
}

/**
 * What `AWS/SageMaker` has of asynchronous endpoints: no `Invocations`, but these.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-monitor.html
 */
export class AsyncMeasures {
  readonly #sink: MetricSink;

  constructor(sink: MetricSink) {
    this.#sink = sink;
  }

  /** The backlog, as it is once a minute. */
  backlog(place: Place, EndpointName: string, { size, instances, oldestAgeMs }: Backlog): void {
    const add = this.#adder(place, { EndpointName });
    add('ApproximateBacklogSize', size, 'Count');
    if (instances > 0) add('ApproximateBacklogSizePerInstance', size / instances, 'Count');
    add('ApproximateAgeOfOldestRequest', oldestAgeMs / 1000, 'Seconds');
    add('HasBacklogWithoutCapacity', size > 0 && instances === 0 ? 1 : 0, 'Count');
  }

  /** One request that was processed. */
  ended(place: Place, EndpointName: string, VariantName: string, result: Ended, stay: Stay): void {
    const add = this.#adder(place, { EndpointName, VariantName });
    const failed = result.kind === 'failed';
    const step = failed ? result.step : undefined;
    add('InvocationsProcessed', 1, 'Count');
    add('InvocationFailures', failed ? 1 : 0, 'Count');
    add('RequestDownloadFailures', step === 'download' ? 1 : 0, 'Count');
    add(
      'ResponseUploadFailures',
      step === 'upload' || (failed && result.unsaid !== undefined) ? 1 : 0,
      'Count',
    );
    add('ExpiredRequests', step === 'expired' ? 1 : 0, 'Count');
    const { downloadMs, modelMs, uploadMs } = result.timing;
    if (downloadMs !== undefined)
      add('RequestDownloadLatency', Math.round(downloadMs * 1000), 'Microseconds');
    if (uploadMs !== undefined) add('ResponseUploadLatency', Math.round(uploadMs * 1000), 'Microseconds');
    add('TimeInBacklog', Math.round(stay.inBacklogMs), 'Milliseconds');
    add('TotalProcessingTime', Math.round(stay.totalMs), 'Milliseconds');
    if (modelMs === undefined) return;
    add('ModelLatency', Math.round(modelMs * 1000), 'Microseconds');
    const status = failed && step === 'model' ? (result.status ?? 500) : 200;
    add('Invocation4XXErrors', status >= 400 && status < 500 ? 1 : 0, 'None');
    add('Invocation5XXErrors', status >= 500 || status < 200 ? 1 : 0, 'None');
  }

  /** A notification that did not arrive. */
  notificationFailed(place: Place, EndpointName: string, VariantName: string): void {
    this.#adder(place, { EndpointName, VariantName })('NotificationFailures', 1, 'Count');
  }

  #adder({ account, region }: Place, dimensions: Readonly<Record<string, string>>) {
    return (name: string, value: number, unit: string) =>
      this.#sink.record({ account, region, namespace: 'AWS/SageMaker', name, dimensions, value, unit });
  }
}
