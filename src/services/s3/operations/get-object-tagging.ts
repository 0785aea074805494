import type { S3Operation } from '../context.ts';
import { openBucket, openObject } from '../find.ts';
import { versionMember } from '../translate/object-output.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html */
export const getObjectTagging: S3Operation<'GetObjectTagging'> = (input, context) => {
  const bucket = openBucket(context, input);
  const version = openObject(context, bucket, input);
  return { TagSet: [...(version.tags ?? [])], ...versionMember(bucket, version) };
};
