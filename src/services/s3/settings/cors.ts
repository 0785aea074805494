import type { CORSConfiguration } from '@aws-sdk/client-s3';
import type { S3Operation } from '../context.ts';
import { malformedXml, noSuchSetting } from '../faults.ts';
import { openBucket } from '../find.ts';
import { dropStored, readStored, writeStored } from './stored.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketCors.html */
export const getBucketCors: S3Operation<'GetBucketCors'> = (input, context) => {
  const bucket = openBucket(context, input);
  const stored = readStored<CORSConfiguration>(bucket, 'cors');
  if (!stored) {
    throw noSuchSetting('NoSuchCORSConfiguration', 'The CORS configuration does not exist', bucket.name);
  }
  return { CORSRules: stored.CORSRules };
};

/** Kept, not acted on: no request is answered with CORS headers. @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html */
export const putBucketCors: S3Operation<'PutBucketCors'> = (input, context) => {
  if (!input.CORSConfiguration.CORSRules?.length) throw malformedXml();
  writeStored(context, input, 'cors', input.CORSConfiguration);
  return {};
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketCors.html */
export const deleteBucketCors: S3Operation<'DeleteBucketCors'> = (input, context) => {
  dropStored(context, input, 'cors');
  return {};
};
