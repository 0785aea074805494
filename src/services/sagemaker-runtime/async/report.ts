import type { LogSink } from '../../../engine/telemetry/index.ts';
import type { Clock, Logger } from '../../../kit/index.ts';
import type { AsyncSettings, Place } from '../hosted.ts';
import type { AsyncMeasures, Stay } from './measures.ts';
import { notificationOf } from './notification.ts';
import type { AsyncRequest } from './request.ts';
import type { Ended } from './result.ts';

/** Tells what became of requests: in metrics, in the endpoint's data log, and in notifications. */
export class AsyncReport {
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #logs: LogSink;
  readonly #measures: AsyncMeasures;

  constructor(clock: Clock, log: Logger, logs: LogSink, measures: AsyncMeasures) {
    this.#clock = clock;
    this.#log = log;
    this.#logs = logs;
    this.#measures = measures;
  }

  /** @param begunMs when it left the backlog, milliseconds since the epoch */
  ended(
    place: Place,
    settings: AsyncSettings,
    request: AsyncRequest,
    variant: string,
    result: Ended,
    begunMs: number,
  ): void {
    const now = this.#clock.now();
    const stay = { inBacklogMs: begunMs - request.acceptedMs, totalMs: now - request.acceptedMs };
    this.#measures.ended(place, request.endpoint, variant, result, stay);
    const say = (text: string) => this.#say(place, request, variant, result.instance, text);
    say(summary(result, stay));
    const notification = notificationOf(settings, request, result, place.region, now);
    if (!notification) return;
    // There is no Amazon SNS here: what would have been told is told to the log.
    this.#measures.notificationFailed(place, request.endpoint, variant);
    say(`Notification to ${notification.topicArn} was recorded, not delivered: ${notification.message}`);
    this.#log.info(
      { endpoint: request.endpoint, inferenceId: request.inferenceId, topic: notification.topicArn },
      'a notification was recorded, not delivered',
    );
  }

  /** @see https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-monitor.html */
  #say(
    place: Place,
    request: AsyncRequest,
    variant: string,
    instance: string | undefined,
    text: string,
  ): void {
    const timeMs = this.#clock.now();
    const time = new Date(timeMs).toISOString().slice(0, -1);
    this.#logs.append({
      ...place,
      group: `/aws/sagemaker/Endpoints/${request.endpoint}`,
      stream: [variant, ...(instance === undefined ? [] : [instance]), 'data-log'].join('/'),
      events: [{ timeMs, message: `${time}:[sagemaker logs] [${request.inferenceId}] ${text}` }],
    });
  }
}

function summary(result: Ended, { inBacklogMs, totalMs }: Stay): string {
  if (result.kind === 'failed') {
    const unsaid =
      result.unsaid === undefined ? '' : ` The failure could not be written to Amazon S3: ${result.unsaid}`;
    return `Inference request failed. ${result.reason}${unsaid}`;
  }
  const { modelMs = 0, downloadMs = 0, uploadMs = 0 } = result.timing;
  const us = (ms: number) => `${Math.round(ms * 1000)} us`;
  return (
    `Inference request succeeded. ModelLatency: ${us(modelMs)}, RequestDownloadLatency: ${us(downloadMs)}, ` +
    `ResponseUploadLatency: ${us(uploadMs)}, TimeInBacklog: ${Math.round(inBacklogMs)} ms, ` +
    `TotalProcessingTime: ${Math.round(totalMs)} ms`
  );
}
