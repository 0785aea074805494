import { ownerGrants, ownerOf } from '../acl.ts';
import type { S3Operation } from '../context.ts';
import { openBucket, openObject } from '../find.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAcl.html */
export const getObjectAcl: S3Operation<'GetObjectAcl'> = (input, context) => {
  const bucket = openBucket(context, input);
  openObject(context, bucket, input);
  return { Owner: ownerOf(bucket.account), Grants: ownerGrants(bucket.account) };
};
