import { checkAcl } from '../acl.ts';
import type { S3Context, S3Operation } from '../context.ts';
import { notImplemented } from '../faults.ts';
import { checkKey, openBucket } from '../find.ts';
import type { Bucket } from '../records/bucket.ts';
import type { ObjectDescription, ObjectVersion } from '../records/object.ts';
import { receiveBody, type ReceivedBody } from '../receive.ts';
import { settle } from '../settle.ts';
import { DEFAULT_CHECKSUM } from '../translate/checksums.ts';
import { checkWrite } from '../translate/conditions.ts';
import { describeObject } from '../translate/description.ts';
import { checksumMembers, encryptionMembers, quoted, versionMember } from '../translate/object-output.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
export const putObject: S3Operation<'PutObject'> = async (input, context) => {
  const bucket = openBucket(context, input);
  checkKey(input.Key);
  checkAcl(bucket, input);
  if (input.WriteOffsetBytes !== undefined) throw notImplemented('Appending to an object');
  const description = describeObject(input, bucket);
  // refused early what would be refused in the end: nobody sends 5 GB to be told so
  checkWrite(input, input.Key, context.objects.current(bucket, input.Key));
  const received = await receiveBody(context, input, (announced) => announced?.algorithm ?? DEFAULT_CHECKSUM);
  await using draft = received.draft;
  const version = await settle(context, [draft], (free) => {
    const now = openBucket(context, input); // it may have changed, or gone, while the bytes came
    checkWrite(input, input.Key, context.objects.current(now, input.Key));
    const made = versionOf(context, now, description, received);
    free(context.objects.put(now, input.Key, made));
    return made;
  });
  return {
    ETag: quoted(version.etag),
    ...checksumMembers(version),
    ...encryptionMembers(version.encryption),
    ...versionMember(bucket, version),
  };
};

function versionOf(
  { timeIds, clock }: S3Context,
  bucket: Bucket,
  description: ObjectDescription,
  { draft, etag, checksum, algorithm }: ReceivedBody,
): ObjectVersion {
  return {
    ...description,
    kind: 'object',
    id: timeIds.newestFirst(),
    isNull: bucket.versioning !== 'Enabled',
    modifiedMs: Math.floor(clock.now() / 1000) * 1000,
    etag,
    bytes: draft.bytes,
    content: { id: draft.id },
    checksum: { algorithm, type: 'FULL_OBJECT', value: checksum },
  };
}
