import { QueryParameters } from '../http/query-string.ts';
import type { Received } from '../received.ts';

/**
 * The service of a request's credential scope, whatever the signature is worth: `AKID/20260101/us-east-1/sagemaker/aws4_request`. `s3` for
 * S3's old signatures, which have no scope. Undefined when the request is not signed.
 */
export function scopeService({
  headers,
  rawQuery,
}: Pick<Received, 'headers' | 'rawQuery'>): string | undefined {
  const authorization = headers.get('authorization');
  if (authorization !== undefined) {
    if (authorization.startsWith('AWS ')) return 's3';
    const start = authorization.indexOf('Credential=');
    return start < 0 ? undefined : serviceOf(authorization.slice(start + 11));
  }
  if (rawQuery.includes('X-Amz-Credential=')) {
    return serviceOf(new QueryParameters(rawQuery).get('X-Amz-Credential') ?? '');
  }
  return rawQuery.includes('AWSAccessKeyId=') ? 's3' : undefined;
}

/** The fourth part of a credential. Access key ids have no slashes. */
function serviceOf(credential: string): string | undefined {
  let start = 0;
  for (let part = 0; part < 3; part++) {
    start = credential.indexOf('/', start) + 1;
    if (start === 0) return undefined;
  }
  const end = credential.indexOf('/', start);
  return end < 0 ? undefined : credential.slice(start, end);
}
