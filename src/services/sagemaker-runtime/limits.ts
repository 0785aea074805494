import { validationError } from './faults.ts';

/** 25 MB, in and out; the service model still says 6 MB. @see https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html */
export const MAX_PAYLOAD_BYTES = 25 * 1024 * 1024;
/** A streamed answer may take so long, from the request to its last part. @see https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html */
export const STREAM_TIMEOUT_MS = 8 * 60_000;

/**
 * The body of a request.
 * @throws Fault when it is too long
 */
export function checkedBody(value: unknown): Uint8Array {
  const body = value as Uint8Array;
  if (body.length <= MAX_PAYLOAD_BYTES) return body;
  throw validationError(
    `1 validation error detected: Value at 'body' failed to satisfy constraint: Member must have length less than or equal to ${MAX_PAYLOAD_BYTES}`,
  );
}
