import type { Tag } from '@aws-sdk/client-s3';
import type { S3Context, S3Operation } from '../context.ts';
import { openBucket, openObject } from '../find.ts';
import { MAX_OBJECT_TAGS } from '../limits.ts';
import type { Bucket } from '../records/bucket.ts';
import { checkTags } from '../translate/tags.ts';
import { versionMember } from '../translate/object-output.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html */
export const putObjectTagging: S3Operation<'PutObjectTagging'> = (input, context) => {
  const bucket = openBucket(context, input);
  return setTags(context, bucket, input, checkTags(input.Tagging.TagSet ?? [], MAX_OBJECT_TAGS, 'Object'));
};

/** Replaces the tags of an object as it is: no new version comes of it. */
export function setTags(
  context: S3Context,
  bucket: Bucket,
  input: { Key: string; VersionId?: string | undefined },
  tags: readonly Tag[],
): { VersionId?: string } {
  return context.store.transaction(() => {
    const { tags: _, ...untagged } = openObject(context, bucket, input);
    context.objects.replace(bucket, input.Key, { ...untagged, ...(tags.length > 0 && { tags }) });
    return versionMember(bucket, untagged);
  });
}
