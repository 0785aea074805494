import type { S3Operation } from '../context.ts';
import {
  bucketAlreadyExists,
  bucketAlreadyOwnedByYou,
  illegalLocation,
  invalidAclWithOwnership,
  invalidBucketName,
  invalidLocation,
  notImplemented,
} from '../faults.ts';
import { checkAcl } from '../acl.ts';
import { isBucketName } from '../records/bucket-name.ts';
import { ALL_BLOCKED, type BucketRow, bucketArn } from '../records/bucket.ts';
import { MAX_BUCKET_TAGS } from '../limits.ts';
import { checkTags } from '../translate/tags.ts';

const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html */
export const createBucket: S3Operation<'CreateBucket'> = (input, context) => {
  const { Bucket: name, CreateBucketConfiguration: configuration } = input;
  const { account, region } = context.call;
  if (!isBucketName(name)) throw invalidBucketName(name);
  if (input.ObjectLockEnabledForBucket) throw notImplemented('Object Lock');
  if (configuration?.Bucket ?? configuration?.Location) throw notImplemented('A directory bucket');
  const tags = checkTags(configuration?.Tags ?? [], MAX_BUCKET_TAGS, 'Bucket');
  const row: BucketRow = {
    account,
    region: regionOf(configuration?.LocationConstraint, region),
    createdMs: context.clock.now(),
    publicAccess: ALL_BLOCKED,
    ...(input.ObjectOwnership && { ownership: input.ObjectOwnership }),
    ...(tags.length > 0 && { tags }),
  };
  checkBucketAcl(row, input);
  if (!context.buckets.insert(name, row)) {
    const existing = context.buckets.get(name);
    if (existing?.account !== account) throw bucketAlreadyExists(name);
    // us-east-1 alone answers its old clients that all is well
    if (existing.region !== 'us-east-1' || row.region !== 'us-east-1') throw bucketAlreadyOwnedByYou(name);
  }
  return { Location: `/${name}`, BucketArn: bucketArn(name) };
};

/** @see https://docs.aws.amazon.com/general/latest/gr/s3.html */
function regionOf(constraint: string | undefined, called: string): string {
  if (constraint === undefined) {
    if (called !== 'us-east-1') throw illegalLocation('unspecified');
    return called;
  }
  const wanted = constraint === 'EU' ? 'eu-west-1' : constraint;
  if (wanted === 'us-east-1' || !REGION.test(wanted)) throw invalidLocation(constraint);
  if (called !== 'us-east-1' && wanted !== called) throw illegalLocation(constraint);
  return wanted;
}

function checkBucketAcl(row: BucketRow, input: Parameters<typeof createBucket>[0]): void {
  if (input.ACL === 'private') return;
  const asked =
    input.ACL ??
    input.GrantFullControl ??
    input.GrantRead ??
    input.GrantReadACP ??
    input.GrantWrite ??
    input.GrantWriteACP;
  if (asked === undefined) return;
  if ((row.ownership ?? 'BucketOwnerEnforced') === 'BucketOwnerEnforced') throw invalidAclWithOwnership();
  checkAcl({ ...row, name: input.Bucket }, input);
}
