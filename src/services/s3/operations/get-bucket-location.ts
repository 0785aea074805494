import type { BucketLocationConstraint } from '@aws-sdk/client-s3';
import type { S3Operation } from '../context.ts';
import { openBucket } from '../find.ts';

/** us-east-1 is told by saying nothing. @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html */
export const getBucketLocation: S3Operation<'GetBucketLocation'> = (input, context) => {
  const { region } = openBucket(context, input);
  return region === 'us-east-1' ? {} : { LocationConstraint: region as BucketLocationConstraint };
};
