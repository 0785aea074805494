import type { BucketLoggingStatus } from '@aws-sdk/client-s3';
import type { S3Operation } from '../context.ts';
import { openBucket } from '../find.ts';
import { readStored, writeStored } from './stored.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLogging.html */
export const getBucketLogging: S3Operation<'GetBucketLogging'> = (input, context) =>
  readStored<BucketLoggingStatus>(openBucket(context, input), 'logging') ?? {};

/** Kept, not acted on: no access logs are delivered. @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLogging.html */
export const putBucketLogging: S3Operation<'PutBucketLogging'> = (input, context) => {
  writeStored(context, input, 'logging', input.BucketLoggingStatus);
  return {};
};
