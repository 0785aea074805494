import type { S3Operation } from '../context.ts';
import { entityTooLarge, notImplemented } from '../faults.ts';
import { openBucket, openUpload } from '../find.ts';
import { MAX_PUT_BYTES } from '../limits.ts';
import { readDigests } from '../receive.ts';
import { checksumMember, digestOfChecksum } from '../translate/checksums.ts';
import { checkCopy } from '../translate/conditions.ts';
import { encryptionMembers, quoted } from '../translate/object-output.ts';
import { spanOfCopy } from '../translate/range.ts';
import { openSource } from './copy-object.ts';
import { checkPartNumber, keepPart } from './upload-part.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html */
export const uploadPartCopy: S3Operation<'UploadPartCopy'> = async (input, context) => {
  const bucket = openBucket(context, input);
  checkPartNumber(input.PartNumber);
  if (input.SSECustomerAlgorithm ?? input.CopySourceSSECustomerAlgorithm) {
    throw notImplemented('Encryption with a customer-provided key');
  }
  const upload = openUpload(context, bucket, input);
  const source = openSource(context, input);
  checkCopy(input, source.version);
  const span = spanOfCopy(input.CopySourceRange, source.version.bytes);
  if (span.bytes > MAX_PUT_BYTES) throw entityTooLarge(span.bytes, MAX_PUT_BYTES);
  const { algorithm } = upload.checksum;
  const extents = context.contents.extents(source.bucket, source.version.content, source.version.bytes);
  const draft = await context.bytes.receive(await context.bytes.read(extents, span.from, span.bytes), {
    digests: ['md5', digestOfChecksum(algorithm)],
  });
  const part = await keepPart(context, bucket, upload, input.PartNumber, {
    draft,
    ...readDigests(draft, algorithm),
  });
  return {
    ...(source.versionId !== undefined && { CopySourceVersionId: source.versionId }),
    CopyPartResult: {
      ETag: quoted(part.etag),
      LastModified: new Date(part.modifiedMs),
      ...checksumMember(algorithm, part.checksum),
    },
    ...encryptionMembers(upload.encryption),
  };
};
