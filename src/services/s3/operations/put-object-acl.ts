import { checkAcl } from '../acl.ts';
import type { S3Operation } from '../context.ts';
import { openBucket, openObject } from '../find.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectAcl.html */
export const putObjectAcl: S3Operation<'PutObjectAcl'> = (input, context) => {
  const bucket = openBucket(context, input);
  openObject(context, bucket, input);
  checkAcl(bucket, input);
  return {};
};
