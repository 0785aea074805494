import type { S3Operation } from '../context.ts';
import { bucketNotEmpty } from '../faults.ts';
import { openBucket } from '../find.ts';
import { settle } from '../settle.ts';

/** Uploads in parts that never ended go with the bucket. @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html */
export const deleteBucket: S3Operation<'DeleteBucket'> = async (input, context) => {
  const bucket = openBucket(context, input);
  await settle(context, [], (free) => {
    if (!context.objects.isEmpty(bucket)) throw bucketNotEmpty(bucket.name, bucket.versioning !== undefined);
    for (const { key, id } of context.uploads.list(bucket, {
      prefix: '',
      afterKey: '',
      afterId: '',
      limit: -1,
    })) {
      free(context.contents.dropParts(bucket, id, context.contents.parts(bucket, id)));
      context.uploads.delete(bucket, key, id);
    }
    context.buckets.delete(bucket.name);
  });
  return {};
};
