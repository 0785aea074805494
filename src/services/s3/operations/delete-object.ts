import type { S3Context, S3Operation } from '../context.ts';
import { notImplemented } from '../faults.ts';
import { findVersion, openBucket } from '../find.ts';
import type { Bucket } from '../records/bucket.ts';
import { type DeleteMarker, versionIdOf } from '../records/object.ts';
import { checkWrite } from '../translate/conditions.ts';
import { settle } from '../settle.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html */
export const deleteObject: S3Operation<'DeleteObject'> = (input, context) => {
  const bucket = openBucket(context, input);
  if ((input.IfMatchLastModifiedTime ?? input.IfMatchSize) !== undefined)
    throw notImplemented('A delete that depends on time or size');
  return settle(context, [], (free) => {
    if (input.IfMatch !== undefined) checkWrite(input, input.Key, context.objects.current(bucket, input.Key));
    return deleteKey(context, bucket, input.Key, input.VersionId, free);
  });
};

/** What DeleteObject says it did. */
export interface Deletion {
  readonly DeleteMarker?: boolean;
  readonly VersionId?: string;
}

/** Deletes one version for good, or the key with a marker where the bucket is versioned. Runs in the caller's transaction. */
export function deleteKey(
  context: S3Context,
  bucket: Bucket,
  key: string,
  versionId: string | undefined,
  free: (ids: readonly string[]) => void,
): Deletion {
  if (versionId !== undefined) {
    const version = findVersion(context, bucket, { Key: key, VersionId: versionId })?.version;
    if (version) free(context.objects.remove(bucket, key, version));
    return { VersionId: versionId, ...(version?.kind === 'delete-marker' && { DeleteMarker: true }) };
  }
  const marker: DeleteMarker = {
    kind: 'delete-marker',
    id: context.timeIds.newestFirst(),
    isNull: bucket.versioning !== 'Enabled',
    modifiedMs: Math.floor(context.clock.now() / 1000) * 1000,
  };
  free(context.objects.mark(bucket, key, marker));
  return bucket.versioning ? { DeleteMarker: true, VersionId: versionIdOf(marker) } : {};
}
