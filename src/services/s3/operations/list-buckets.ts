import { ownerOf } from '../acl.ts';
import type { S3Operation } from '../context.ts';
import { accessDenied, invalidArgument } from '../faults.ts';
import { bucketArn } from '../records/bucket.ts';

const MOST = 10_000;

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html */
export const listBuckets: S3Operation<'ListBuckets'> = (input, { buckets, call }) => {
  if (call.account === '') throw accessDenied();
  const { MaxBuckets = MOST, Prefix, ContinuationToken, BucketRegion } = input;
  if (MaxBuckets < 1 || MaxBuckets > MOST) {
    throw invalidArgument(
      `Argument max-buckets must be an integer between 1 and ${MOST}`,
      'max-buckets',
      MaxBuckets,
    );
  }
  const after = Buffer.from(ContinuationToken ?? '', 'base64url').toString();
  const found = buckets
    .list(call.account, Prefix ?? '', after)
    .filter(({ region }) => BucketRegion === undefined || region === BucketRegion);
  const page = found.slice(0, MaxBuckets);
  const last = page.at(-1);
  return {
    Owner: ownerOf(call.account),
    Buckets: page.map(({ name, region, createdMs }) => ({
      Name: name,
      CreationDate: new Date(createdMs),
      BucketRegion: region,
      BucketArn: bucketArn(name),
    })),
    ...(Prefix !== undefined && { Prefix }),
    ...(last &&
      found.length > page.length && { ContinuationToken: Buffer.from(last.name).toString('base64url') }),
  };
};
