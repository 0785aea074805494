import type { ServerSideEncryptionConfiguration } from '@aws-sdk/client-s3';
import type { S3Operation } from '../context.ts';
import { malformedXml } from '../faults.ts';
import { openBucket } from '../find.ts';
import { dropStored, readStored, writeStored } from './stored.ts';

/** What every bucket has that was told nothing else. */
const DEFAULT: ServerSideEncryptionConfiguration = {
  Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }],
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketEncryption.html */
export const getBucketEncryption: S3Operation<'GetBucketEncryption'> = (input, context) => {
  const stored = readStored<ServerSideEncryptionConfiguration>(openBucket(context, input), 'encryption');
  return { ServerSideEncryptionConfiguration: stored ?? DEFAULT };
};

/** Kept and told with every object; the bytes on disk are as they came. @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html */
export const putBucketEncryption: S3Operation<'PutBucketEncryption'> = (input, context) => {
  if (input.ServerSideEncryptionConfiguration.Rules?.length !== 1) throw malformedXml();
  writeStored(context, input, 'encryption', input.ServerSideEncryptionConfiguration);
  return {};
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketEncryption.html */
export const deleteBucketEncryption: S3Operation<'DeleteBucketEncryption'> = (input, context) => {
  dropStored(context, input, 'encryption');
  return {};
};
