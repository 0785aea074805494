import { validationError } from './faults.ts';

/** 25 MB, in and out; the service model still says 6 MB. @see https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html */
export const MAX_PAYLOAD_BYTES = 25 * 1024 * 1024;
/** A streamed answer may take so long, from the request to its last part. @see https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html */
export const STREAM_TIMEOUT_MS = 8 * 60_000;
/** What an asynchronous request may bring in itself, bytes. */
export const ASYNC_INLINE_BYTES = 128_000;
/** An asynchronous request may wait so long, where it does not say. */
export const ASYNC_TTL_SECONDS = 21_600;
/** It may be processed so long, where it does not say. */
export const ASYNC_TIMEOUT_SECONDS = 900;
/** Asynchronous requests that may wait for an endpoint. AWS names no number. */
export const ASYNC_BACKLOG = 100_000;
/** How often the backlog is measured, milliseconds. */
export const BACKLOG_PERIOD_MS = 60_000;
/** While asynchronous requests wait, how often we look whether there is room, milliseconds. */
export const CAPACITY_LOOK_MS = 250;
/** How long a request waits that could not be processed for a reason of ours, milliseconds. */
export const ASYNC_RETRY_MS = 1_000;
/** Captured requests and answers that may wait to be written, bytes. */
export const CAPTURE_BUFFER_BYTES = 64 * 1024 * 1024;
/** So long they wait at most, milliseconds. */
export const CAPTURE_FLUSH_MS = 10_000;

/**
 * The body of a request.
 * @throws Fault when it is too long
 */
export function checkedBody(value: unknown, most: number = MAX_PAYLOAD_BYTES): Uint8Array {
  const body = value as Uint8Array;
  if (body.length <= most) return body;
  throw validationError(
    `1 validation error detected: Value at 'body' failed to satisfy constraint: Member must have length less than or equal to ${most}`,
  );
}
