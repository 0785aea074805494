import type { _Error, DeletedObject, ObjectIdentifier } from '@aws-sdk/client-s3';
import { Fault } from '../../../wire/index.ts';
import { deletionOf } from '../access.ts';
import type { S3Context, S3Operation } from '../context.ts';
import { malformedXml, notImplemented } from '../faults.ts';
import { findVersion, openBucket } from '../find.ts';
import { MAX_DELETED } from '../limits.ts';
import type { Bucket } from '../records/bucket.ts';
import { settle } from '../settle.ts';
import { checkWrite } from '../translate/conditions.ts';
import { deleteKey } from './delete-object.ts';

/** Each key is asked for and deleted on its own. @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
export const deleteObjects: S3Operation<'DeleteObjects'> = async (input, context) => {
  const bucket = openBucket(context, input);
  const { Objects = [], Quiet } = input.Delete;
  if (Objects.length === 0 || Objects.length > MAX_DELETED) throw malformedXml();
  const Deleted: DeletedObject[] = [];
  const Errors: _Error[] = [];
  await settle(context, [], (free) => {
    for (const target of Objects) {
      try {
        Deleted.push(deleteOne(context, bucket, target, free));
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        Errors.push({
          Key: target.Key,
          ...(target.VersionId !== undefined && { VersionId: target.VersionId }),
          Code: error.code,
          Message: error.message,
        });
      }
    }
  });
  return { ...(!Quiet && { Deleted }), ...(Errors.length > 0 && { Errors }) };
};

function deleteOne(
  context: S3Context,
  bucket: Bucket,
  { Key = '', VersionId, ETag, LastModifiedTime, Size }: ObjectIdentifier,
  free: (ids: readonly string[]) => void,
): DeletedObject {
  if ((LastModifiedTime ?? Size) !== undefined) throw notImplemented('A delete that depends on time or size');
  const version = findVersion(context, bucket, { Key, VersionId })?.version;
  const decision = context.authorizer.authorize(
    context.call,
    deletionOf(bucket, Key, VersionId, context.call, version),
  );
  if (!decision.allowed) throw new Fault('AccessDenied', 403, decision.message);
  if (ETag !== undefined) checkWrite({ IfMatch: ETag }, Key, context.objects.current(bucket, Key));
  const done = deleteKey(context, bucket, Key, VersionId, free);
  return {
    Key,
    ...(VersionId !== undefined && { VersionId }),
    ...(done.DeleteMarker && { DeleteMarker: true, DeleteMarkerVersionId: done.VersionId }),
  };
}
