import type { S3Operation } from '../context.ts';
import { malformedXml, noSuchSetting } from '../faults.ts';
import { openBucket } from '../find.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketOwnershipControls.html */
export const getBucketOwnershipControls: S3Operation<'GetBucketOwnershipControls'> = (input, context) => {
  const { name, ownership } = openBucket(context, input);
  if (!ownership) {
    throw noSuchSetting(
      'OwnershipControlsNotFoundError',
      'The bucket ownership controls were not found',
      name,
    );
  }
  return { OwnershipControls: { Rules: [{ ObjectOwnership: ownership }] } };
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketOwnershipControls.html */
export const putBucketOwnershipControls: S3Operation<'PutBucketOwnershipControls'> = (input, context) => {
  const { name } = openBucket(context, input);
  const rules = input.OwnershipControls.Rules ?? [];
  const ownership = rules[0]?.ObjectOwnership;
  if (rules.length !== 1 || !ownership) throw malformedXml();
  context.buckets.update(name, (row) => ({ ...row, ownership }));
  return {};
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketOwnershipControls.html */
export const deleteBucketOwnershipControls: S3Operation<'DeleteBucketOwnershipControls'> = (
  input,
  context,
) => {
  const { name } = openBucket(context, input);
  context.buckets.forget(name, 'ownership');
  return {};
};
