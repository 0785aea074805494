import type { S3Operation } from '../context.ts';
import { openBucket } from '../find.ts';
import { bucketArn } from '../records/bucket.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html */
export const headBucket: S3Operation<'HeadBucket'> = (input, context) => {
  const { name, region } = openBucket(context, input);
  return { BucketArn: bucketArn(name), BucketRegion: region, AccessPointAlias: false };
};
