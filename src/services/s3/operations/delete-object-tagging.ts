import type { S3Operation } from '../context.ts';
import { openBucket } from '../find.ts';
import { setTags } from './put-object-tagging.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjectTagging.html */
export const deleteObjectTagging: S3Operation<'DeleteObjectTagging'> = (input, context) =>
  setTags(context, openBucket(context, input), input, []);
