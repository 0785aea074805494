import type { S3Operation } from '../context.ts';
import { noObjectLock, noSuchSetting } from '../faults.ts';
import { openBucket } from '../find.ts';

/**
 * No bucket has Object Lock here: CreateBucket refuses it, and these answer as S3 does for a bucket without.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectLockConfiguration.html
 */
export const getObjectLockConfiguration: S3Operation<'GetObjectLockConfiguration'> = (input, context) => {
  const { name } = openBucket(context, input);
  throw noSuchSetting(
    'ObjectLockConfigurationNotFoundError',
    'Object Lock configuration does not exist for this bucket',
    name,
  );
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectRetention.html */
export const getObjectRetention: S3Operation<'GetObjectRetention'> = (input, context) => {
  openBucket(context, input);
  throw noObjectLock();
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectRetention.html */
export const putObjectRetention: S3Operation<'PutObjectRetention'> = (input, context) => {
  openBucket(context, input);
  throw noObjectLock();
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectLegalHold.html */
export const getObjectLegalHold: S3Operation<'GetObjectLegalHold'> = (input, context) => {
  openBucket(context, input);
  throw noObjectLock();
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLegalHold.html */
export const putObjectLegalHold: S3Operation<'PutObjectLegalHold'> = (input, context) => {
  openBucket(context, input);
  throw noObjectLock();
};
