import type { S3Operation } from '../context.ts';
import { openBucket, openObject } from '../find.ts';
import { readOf } from './get-object.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html */
export const headObject: S3Operation<'HeadObject'> = (input, context) => {
  const bucket = openBucket(context, input);
  const { span: _, ...members } = readOf(context, bucket, openObject(context, bucket, input), input);
  return members;
};
