import type { S3Context, S3Parts } from './context.ts';
import {
  accessDenied,
  invalidArgument,
  invalidBucketName,
  isDeleteMarker,
  keyTooLong,
  noSuchBucket,
  noSuchKey,
  noSuchUpload,
  noSuchVersion,
  notImplemented,
  permanentRedirect,
} from './faults.ts';
import { MAX_KEY_BYTES } from './limits.ts';
import { isBucketName } from './records/bucket-name.ts';
import type { Bucket } from './records/bucket.ts';
import { type ObjectVersion, versionIdOf } from './records/object.ts';
import type { FoundVersion } from './records/objects.ts';
import type { Upload } from './records/uploads.ts';

/** A bucket that is there, or NoSuchBucket. */
export function bucketNamed(parts: S3Parts, name: string): Bucket {
  const bucket = parts.buckets.get(name);
  if (bucket) return bucket;
  throw isBucketName(name) ? noSuchBucket(name) : invalidBucketName(name);
}

/**
 * The bucket an operation is about: in the Region the request was signed for, and of the owner it expects.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html
 */
export function openBucket(
  context: S3Context,
  { Bucket, ExpectedBucketOwner }: { Bucket: string; ExpectedBucketOwner?: string | undefined },
): Bucket {
  const bucket = bucketNamed(context, Bucket);
  if (ExpectedBucketOwner !== undefined && ExpectedBucketOwner !== bucket.account) throw accessDenied();
  const signed = /^AWS4-HMAC-SHA256 Credential=[^/]+\/\d{8}\/([^/]+)\//.exec(
    context.call.headers.get('authorization') ?? '',
  );
  // old and anonymous requests name no Region; GetBucketLocation is how a client finds it out
  if (signed && signed[1] !== bucket.region && context.call.operation !== 'GetBucketLocation') {
    throw permanentRedirect(bucket.name, bucket.region);
  }
  return bucket;
}

/** A key that S3 takes, or KeyTooLongError. */
export function checkKey(key: string): void {
  const bytes = Buffer.byteLength(key);
  if (bytes > MAX_KEY_BYTES) throw keyTooLong(bytes, MAX_KEY_BYTES);
  if (key.includes('\0')) throw notImplemented('A key with a NUL character'); // it divides keys from versions in the records
}

interface ObjectInput {
  readonly Key: string;
  readonly VersionId?: string | undefined;
}

/** The version that is asked for, delete markers included; undefined when there is none. */
export function findVersion(
  parts: S3Parts,
  bucket: Bucket,
  { Key, VersionId }: ObjectInput,
): FoundVersion | undefined {
  if (VersionId !== undefined && VersionId !== 'null' && !/^[0-9a-f]{32}$/.test(VersionId)) {
    throw invalidArgument('Invalid version id specified', 'versionId', VersionId);
  }
  return parts.objects.find(bucket, Key, VersionId);
}

/** The object that is asked for, or NoSuchKey, NoSuchVersion, or MethodNotAllowed for a delete marker. */
export function openObject(parts: S3Parts, bucket: Bucket, input: ObjectInput): ObjectVersion {
  const found = findVersion(parts, bucket, input);
  const { Key, VersionId } = input;
  if (!found) throw VersionId === undefined ? noSuchKey(Key) : noSuchVersion(Key, VersionId);
  const { version } = found;
  if (version.kind === 'object') return version;
  const id = versionIdOf(version);
  if (VersionId !== undefined) throw isDeleteMarker(id, version.modifiedMs);
  throw noSuchKey(Key, { 'x-amz-delete-marker': 'true', 'x-amz-version-id': id });
}

/** The upload that is asked for, or NoSuchUpload. */
export function openUpload(
  parts: S3Parts,
  bucket: Bucket,
  { Key, UploadId }: { Key: string; UploadId: string },
): Upload {
  const upload = parts.uploads.get(bucket, Key, UploadId);
  if (!upload) throw noSuchUpload(UploadId);
  return upload;
}
