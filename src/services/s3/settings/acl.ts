import { checkAcl, ownerGrants, ownerOf } from '../acl.ts';
import type { S3Operation } from '../context.ts';
import { openBucket } from '../find.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAcl.html */
export const getBucketAcl: S3Operation<'GetBucketAcl'> = (input, context) => {
  const { account } = openBucket(context, input);
  return { Owner: ownerOf(account), Grants: ownerGrants(account) };
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAcl.html */
export const putBucketAcl: S3Operation<'PutBucketAcl'> = (input, context) => {
  checkAcl(openBucket(context, input), input);
  return {};
};
