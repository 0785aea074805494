import type { S3Context, S3Operation } from '../context.ts';
import { invalidArgument, invalidRequest, noSuchUpload } from '../faults.ts';
import { openBucket, openUpload } from '../find.ts';
import { MAX_PARTS } from '../limits.ts';
import type { Bucket } from '../records/bucket.ts';
import type { Part } from '../records/contents.ts';
import type { Upload } from '../records/uploads.ts';
import { receiveBody, type ReceivedBody } from '../receive.ts';
import { settle } from '../settle.ts';
import { checksumMember } from '../translate/checksums.ts';
import { encryptionMembers, quoted } from '../translate/object-output.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html */
export const uploadPart: S3Operation<'UploadPart'> = async (input, context) => {
  const bucket = openBucket(context, input);
  checkPartNumber(input.PartNumber);
  const upload = openUpload(context, bucket, input);
  const received = await receiveBody(context, input, (announced) => {
    const { algorithm, chosen } = upload.checksum;
    if (announced && chosen && announced.algorithm !== algorithm) {
      throw invalidRequest(
        `Checksum Type mismatch occurred, expected checksum Type: ${algorithm.toLowerCase()}, actual checksum Type: ${announced.algorithm.toLowerCase()}`,
      );
    }
    return algorithm;
  });
  const part = await keepPart(context, bucket, upload, input.PartNumber, received);
  return {
    ETag: quoted(part.etag),
    ...checksumMember(upload.checksum.algorithm, part.checksum),
    ...encryptionMembers(upload.encryption),
  };
};

/** Part numbers go from 1 to 10,000. */
export function checkPartNumber(number: number): void {
  if (Number.isInteger(number) && number >= 1 && number <= MAX_PARTS) return;
  throw invalidArgument(
    `Part number must be an integer between 1 and ${MAX_PARTS}, inclusive`,
    'partNumber',
    number,
  );
}

/** Makes bytes a part of the upload, in place of the one that had its number. */
export async function keepPart(
  context: S3Context,
  bucket: Bucket,
  upload: Upload,
  number: number,
  received: Pick<ReceivedBody, 'draft' | 'etag' | 'checksum'>,
): Promise<Part> {
  await using draft = received.draft;
  const part: Part = {
    id: draft.id,
    bytes: draft.bytes,
    modifiedMs: Math.floor(context.clock.now() / 1000) * 1000,
    etag: received.etag,
    checksum: received.checksum,
  };
  await settle(context, [draft], (free) => {
    // aborted or completed while the bytes came
    if (!context.uploads.get(bucket, upload.key, upload.id)) throw noSuchUpload(upload.id);
    const replaced = context.contents.part(bucket, upload.id, number);
    if (replaced) free([replaced.id]);
    context.contents.putPart(bucket, upload.id, number, part);
  });
  return part;
}
