import type { S3Context, S3Operation } from '../context.ts';
import { invalidRequest, notImplemented } from '../faults.ts';
import { openBucket, openObject } from '../find.ts';
import type { Bucket } from '../records/bucket.ts';
import type { ObjectVersion } from '../records/object.ts';
import { checkRead } from '../translate/conditions.ts';
import { describedMembers } from '../translate/object-output.ts';
import { type Span, spanOfPart, spanOfRange } from '../translate/range.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
export const getObject: S3Operation<'GetObject'> = async (input, context) => {
  const bucket = openBucket(context, input);
  const version = openObject(context, bucket, input);
  const { span, ...members } = readOf(context, bucket, version, input);
  const extents = context.contents.extents(bucket, version.content, version.bytes);
  return { ...members, Body: await context.bytes.read(extents, span.from, span.bytes) };
};

type ReadInput = Parameters<S3Operation<'HeadObject'>>[0];

/** What GetObject and HeadObject have in common: conditions, which bytes, and what is said of them. */
export function readOf(
  { contents, call }: S3Context,
  bucket: Bucket,
  version: ObjectVersion,
  input: ReadInput,
) {
  if (input.SSECustomerAlgorithm !== undefined)
    throw notImplemented('Encryption with a customer-provided key');
  if (input.PartNumber !== undefined && input.Range !== undefined) {
    throw invalidRequest('Cannot specify both Range header and partNumber query parameter');
  }
  const overrides = [
    input.ResponseCacheControl,
    input.ResponseContentDisposition,
    input.ResponseContentEncoding,
    input.ResponseContentLanguage,
    input.ResponseContentType,
    input.ResponseExpires,
  ];
  if (call.caller.kind === 'anonymous' && overrides.some((override) => override !== undefined)) {
    throw invalidRequest('Request specific response headers cannot be used for anonymous GET requests.');
  }
  checkRead(input, version);
  const parts = version.content.parts === undefined ? undefined : contents.parts(bucket, version.content.id);
  const span: Span =
    input.PartNumber === undefined
      ? spanOfRange(input.Range, version.bytes)
      : spanOfPart(input.PartNumber, parts, version.bytes);
  const whole = span.bytes === version.bytes;
  return {
    span,
    ...describedMembers(bucket, version, input, whole && input.ChecksumMode === 'ENABLED'),
    ContentLength: span.bytes,
    ...(span.contentRange !== undefined && { ContentRange: span.contentRange }),
    ...(input.PartNumber !== undefined && parts && { PartsCount: parts.length }),
  };
}
