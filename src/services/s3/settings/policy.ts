import type { S3Operation } from '../context.ts';
import { accessDenied, noSuchSetting } from '../faults.ts';
import { openBucket } from '../find.ts';
import { bucketArn } from '../records/bucket.ts';
import { readBucketPolicy } from '../translate/bucket-policy.ts';
import { isPublic } from '../translate/public-policy.ts';

const noPolicy = (name: string) =>
  noSuchSetting('NoSuchBucketPolicy', 'The bucket policy does not exist', name);

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html */
export const getBucketPolicy: S3Operation<'GetBucketPolicy'> = (input, context) => {
  const { name, policy } = openBucket(context, input);
  if (policy === undefined) throw noPolicy(name);
  return { Policy: policy };
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html */
export const putBucketPolicy: S3Operation<'PutBucketPolicy'> = (input, context) => {
  const { name, publicAccess } = openBucket(context, input);
  const policyIsPublic = isPublic(readBucketPolicy(input.Policy, name));
  if (publicAccess?.BlockPublicPolicy && policyIsPublic) {
    throw accessDenied(
      `User: ${context.call.caller.arn} is not authorized to perform: s3:PutBucketPolicy on resource: "${bucketArn(name)}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
    );
  }
  context.buckets.update(name, (row) => ({ ...row, policy: input.Policy, policyIsPublic }));
  return {};
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketPolicy.html */
export const deleteBucketPolicy: S3Operation<'DeleteBucketPolicy'> = (input, context) => {
  const { name } = openBucket(context, input);
  context.buckets.forget(name, 'policy', 'policyIsPublic');
  return {};
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicyStatus.html */
export const getBucketPolicyStatus: S3Operation<'GetBucketPolicyStatus'> = (input, context) => {
  const { name, policyIsPublic } = openBucket(context, input);
  if (policyIsPublic === undefined) throw noPolicy(name);
  return { PolicyStatus: { IsPublic: policyIsPublic } };
};
