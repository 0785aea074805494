import type { S3Operation } from '../context.ts';
import { noSuchSetting } from '../faults.ts';
import { openBucket } from '../find.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetPublicAccessBlock.html */
export const getPublicAccessBlock: S3Operation<'GetPublicAccessBlock'> = (input, context) => {
  const { name, publicAccess } = openBucket(context, input);
  if (!publicAccess) {
    throw noSuchSetting(
      'NoSuchPublicAccessBlockConfiguration',
      'The public access block configuration was not found',
      name,
    );
  }
  return { PublicAccessBlockConfiguration: { ...publicAccess } };
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutPublicAccessBlock.html */
export const putPublicAccessBlock: S3Operation<'PutPublicAccessBlock'> = (input, context) => {
  const { name } = openBucket(context, input);
  const { BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets } =
    input.PublicAccessBlockConfiguration;
  const publicAccess = {
    BlockPublicAcls: BlockPublicAcls ?? false,
    IgnorePublicAcls: IgnorePublicAcls ?? false,
    BlockPublicPolicy: BlockPublicPolicy ?? false,
    RestrictPublicBuckets: RestrictPublicBuckets ?? false,
  };
  context.buckets.update(name, (row) => ({ ...row, publicAccess }));
  return {};
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeletePublicAccessBlock.html */
export const deletePublicAccessBlock: S3Operation<'DeletePublicAccessBlock'> = (input, context) => {
  const { name } = openBucket(context, input);
  context.buckets.forget(name, 'publicAccess');
  return {};
};
