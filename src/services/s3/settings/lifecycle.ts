import type {
  BucketLifecycleConfiguration,
  LifecycleRule,
  TransitionDefaultMinimumObjectSize,
} from '@aws-sdk/client-s3';
import type { S3Operation } from '../context.ts';
import { malformedXml, noSuchSetting } from '../faults.ts';
import { openBucket } from '../find.ts';
import { dropStored, readStored, writeStored } from './stored.ts';

interface Stored extends BucketLifecycleConfiguration {
  readonly minimum: TransitionDefaultMinimumObjectSize;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLifecycleConfiguration.html */
export const getBucketLifecycleConfiguration: S3Operation<'GetBucketLifecycleConfiguration'> = (
  input,
  context,
) => {
  const bucket = openBucket(context, input);
  const stored = readStored<Stored>(bucket, 'lifecycle');
  if (!stored) {
    throw noSuchSetting(
      'NoSuchLifecycleConfiguration',
      'The lifecycle configuration does not exist',
      bucket.name,
    );
  }
  return { Rules: stored.Rules, TransitionDefaultMinimumObjectSize: stored.minimum };
};

/** Kept, not acted on: nothing expires by itself. @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html */
export const putBucketLifecycleConfiguration: S3Operation<'PutBucketLifecycleConfiguration'> = (
  input,
  context,
) => {
  const rules = input.LifecycleConfiguration?.Rules ?? [];
  if (rules.length === 0 || rules.length > 1000) throw malformedXml();
  const minimum = input.TransitionDefaultMinimumObjectSize ?? 'all_storage_classes_128K';
  const named: LifecycleRule[] = rules.map((rule) => ({ ...rule, ID: rule.ID ?? context.ids.uuid() }));
  writeStored(context, input, 'lifecycle', { Rules: named, minimum });
  return { TransitionDefaultMinimumObjectSize: minimum };
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketLifecycle.html */
export const deleteBucketLifecycle: S3Operation<'DeleteBucketLifecycle'> = (input, context) => {
  dropStored(context, input, 'lifecycle');
  return {};
};
