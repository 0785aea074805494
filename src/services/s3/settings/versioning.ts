import type { S3Operation } from '../context.ts';
import { malformedXml, notImplemented } from '../faults.ts';
import { openBucket } from '../find.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html */
export const getBucketVersioning: S3Operation<'GetBucketVersioning'> = (input, context) => {
  const { versioning } = openBucket(context, input);
  return versioning ? { Status: versioning } : {};
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketVersioning.html */
export const putBucketVersioning: S3Operation<'PutBucketVersioning'> = (input, context) => {
  const { name } = openBucket(context, input);
  const { Status, MFADelete } = input.VersioningConfiguration;
  if (MFADelete === 'Enabled') throw notImplemented('MFA delete');
  if (Status !== 'Enabled' && Status !== 'Suspended') throw malformedXml();
  context.buckets.update(name, (row) => ({ ...row, versioning: Status }));
  return {};
};
