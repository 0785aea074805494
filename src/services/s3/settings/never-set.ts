import type { S3Operation } from '../context.ts';
import { noSuchSetting, notImplemented } from '../faults.ts';
import { openBucket } from '../find.ts';

/*
 * Settings that are not built: they read as on a bucket that never had them, may be taken away, and are refused when they are
 * made, so that nobody waits for what does not come.
 */

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketWebsite.html */
export const getBucketWebsite: S3Operation<'GetBucketWebsite'> = (input, context) => {
  const { name } = openBucket(context, input);
  throw noSuchSetting(
    'NoSuchWebsiteConfiguration',
    'The specified bucket does not have a website configuration',
    name,
  );
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketWebsite.html */
export const deleteBucketWebsite: S3Operation<'DeleteBucketWebsite'> = (input, context) => {
  openBucket(context, input);
  return {};
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketReplication.html */
export const getBucketReplication: S3Operation<'GetBucketReplication'> = (input, context) => {
  const { name } = openBucket(context, input);
  throw noSuchSetting(
    'ReplicationConfigurationNotFoundError',
    'The replication configuration was not found',
    name,
  );
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketReplication.html */
export const deleteBucketReplication: S3Operation<'DeleteBucketReplication'> = (input, context) => {
  openBucket(context, input);
  return {};
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAccelerateConfiguration.html */
export const getBucketAccelerateConfiguration: S3Operation<'GetBucketAccelerateConfiguration'> = (
  input,
  context,
) => {
  openBucket(context, input);
  return {};
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAccelerateConfiguration.html */
export const putBucketAccelerateConfiguration: S3Operation<'PutBucketAccelerateConfiguration'> = (
  input,
  context,
) => {
  openBucket(context, input);
  if (input.AccelerateConfiguration.Status !== 'Suspended') throw notImplemented('Transfer acceleration');
  return {};
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketRequestPayment.html */
export const getBucketRequestPayment: S3Operation<'GetBucketRequestPayment'> = (input, context) => {
  openBucket(context, input);
  return { Payer: 'BucketOwner' };
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketRequestPayment.html */
export const putBucketRequestPayment: S3Operation<'PutBucketRequestPayment'> = (input, context) => {
  openBucket(context, input);
  if (input.RequestPaymentConfiguration.Payer !== 'BucketOwner') throw notImplemented('Requester pays');
  return {};
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketNotificationConfiguration.html */
export const getBucketNotificationConfiguration: S3Operation<'GetBucketNotificationConfiguration'> = (
  input,
  context,
) => {
  openBucket(context, input);
  return {};
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html */
export const putBucketNotificationConfiguration: S3Operation<'PutBucketNotificationConfiguration'> = (
  input,
  context,
) => {
  openBucket(context, input);
  const { TopicConfigurations, QueueConfigurations, LambdaFunctionConfigurations, EventBridgeConfiguration } =
    input.NotificationConfiguration;
  const some =
    TopicConfigurations?.length || QueueConfigurations?.length || LambdaFunctionConfigurations?.length;
  if (some || EventBridgeConfiguration) throw notImplemented('Event notification');
  return {};
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAbac.html */
export const getBucketAbac: S3Operation<'GetBucketAbac'> = (input, context) => {
  openBucket(context, input);
  return { AbacStatus: { Status: 'Disabled' } };
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBucketAnalyticsConfigurations.html */
export const listBucketAnalyticsConfigurations: S3Operation<'ListBucketAnalyticsConfigurations'> = (
  input,
  context,
) => {
  openBucket(context, input);
  return { IsTruncated: false };
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBucketIntelligentTieringConfigurations.html */
export const listBucketIntelligentTieringConfigurations: S3Operation<
  'ListBucketIntelligentTieringConfigurations'
> = (input, context) => {
  openBucket(context, input);
  return { IsTruncated: false };
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBucketInventoryConfigurations.html */
export const listBucketInventoryConfigurations: S3Operation<'ListBucketInventoryConfigurations'> = (
  input,
  context,
) => {
  openBucket(context, input);
  return { IsTruncated: false };
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBucketMetricsConfigurations.html */
export const listBucketMetricsConfigurations: S3Operation<'ListBucketMetricsConfigurations'> = (
  input,
  context,
) => {
  openBucket(context, input);
  return { IsTruncated: false };
};
