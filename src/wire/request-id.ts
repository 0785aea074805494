import type { Ids } from '../kit/index.ts';
import type { ServiceModel } from './shape.ts';

/** A new request id as the service writes them: S3 16 upper-case hexadecimal digits, the others a UUID. */
export function newRequestId(ids: Ids, isS3: boolean): string {
  return isS3 ? ids.hex(16).toUpperCase() : ids.uuid();
}

/** The header fields that carry the request id. */
export function requestIdHeaders(service: ServiceModel, requestId: string): Record<string, string> {
  if (!service.bareXmlErrors) return { 'x-amzn-RequestId': requestId };
  return { 'x-amz-request-id': requestId, 'x-amz-id-2': hostId(requestId) };
}

/** S3's second id; here it says no more than the first. */
export function hostId(requestId: string): string {
  return Buffer.from(`postern/${requestId}/${requestId}`).toString('base64');
}
