import type { S3Operation } from '../context.ts';
import { openBucket, openUpload } from '../find.ts';
import { settle } from '../settle.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html */
export const abortMultipartUpload: S3Operation<'AbortMultipartUpload'> = async (input, context) => {
  const bucket = openBucket(context, input);
  const { id, key } = openUpload(context, bucket, input);
  await settle(context, [], (free) => {
    free(context.contents.dropParts(bucket, id, context.contents.parts(bucket, id)));
    context.uploads.delete(bucket, key, id);
  });
  return {};
};
