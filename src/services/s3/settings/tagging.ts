import type { S3Operation } from '../context.ts';
import { noSuchSetting } from '../faults.ts';
import { openBucket } from '../find.ts';
import { MAX_BUCKET_TAGS } from '../limits.ts';
import { checkTags } from '../translate/tags.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketTagging.html */
export const getBucketTagging: S3Operation<'GetBucketTagging'> = (input, context) => {
  const { name, tags } = openBucket(context, input);
  if (!tags?.length) throw noSuchSetting('NoSuchTagSet', 'The TagSet does not exist', name);
  return { TagSet: [...tags] };
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketTagging.html */
export const putBucketTagging: S3Operation<'PutBucketTagging'> = (input, context) => {
  const { name } = openBucket(context, input);
  const tags = checkTags(input.Tagging.TagSet ?? [], MAX_BUCKET_TAGS, 'Bucket');
  context.buckets.update(name, (row) => ({ ...row, tags }));
  return {};
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketTagging.html */
export const deleteBucketTagging: S3Operation<'DeleteBucketTagging'> = (input, context) => {
  const { name } = openBucket(context, input);
  context.buckets.forget(name, 'tags');
  return {};
};
