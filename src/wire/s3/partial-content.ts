import type { ProtocolResponse } from '../protocol.ts';

/**
 * S3 answers a part of an object with 206, which its model does not say.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export function partialContent(
  output: Readonly<Record<string, unknown>>,
  response: ProtocolResponse,
): ProtocolResponse {
  return output['ContentRange'] === undefined ? response : { ...response, status: 206 };
}
