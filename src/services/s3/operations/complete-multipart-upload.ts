import type { CompletedPart } from '@aws-sdk/client-s3';
import type { S3Context, S3Operation } from '../context.ts';
import {
  badChecksum,
  entityTooSmall,
  invalidPart,
  invalidPartOrder,
  invalidRequest,
  malformedXml,
} from '../faults.ts';
import { openBucket, openUpload } from '../find.ts';
import { MAX_PARTS, MIN_PART_BYTES } from '../limits.ts';
import type { Bucket } from '../records/bucket.ts';
import type { NumberedPart } from '../records/contents.ts';
import type { ObjectVersion } from '../records/object.ts';
import type { Upload } from '../records/uploads.ts';
import { settle } from '../settle.ts';
import type { ChecksumMembers } from '../translate/checksums.ts';
import { checkWrite, unquoted } from '../translate/conditions.ts';
import { compositeEtag, joinChecksums } from '../translate/multipart-checksum.ts';
import { checksumMembers, encryptionMembers, quoted, versionMember } from '../translate/object-output.ts';

/** The parts become the object as they lie. @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html */
export const completeMultipartUpload: S3Operation<'CompleteMultipartUpload'> = async (input, context) => {
  const bucket = openBucket(context, input);
  const upload = openUpload(context, bucket, input);
  const version = await settle(context, [], (free) => {
    checkWrite(input, input.Key, context.objects.current(bucket, input.Key));
    const all = context.contents.parts(bucket, upload.id);
    const chosen = chooseParts(upload, all, input.MultipartUpload?.Parts ?? []);
    const made = versionOf(context, bucket, upload, chosen);
    checkWhole(input, made);
    const used = new Set(chosen.map(({ number }) => number));
    free(
      context.contents.dropParts(
        bucket,
        upload.id,
        all.filter(({ number }) => !used.has(number)),
      ),
    );
    context.uploads.delete(bucket, upload.key, upload.id);
    free(context.objects.put(bucket, upload.key, made));
    return made;
  });
  return {
    Location: `${context.call.endpoint}/${bucket.name}/${upload.key.split('/').map(encodeURIComponent).join('/')}`,
    Bucket: bucket.name,
    Key: upload.key,
    ETag: quoted(version.etag),
    ...checksumMembers(version),
    ...encryptionMembers(version.encryption),
    ...versionMember(bucket, version),
  };
};

/** The uploaded parts that the client names, or why they do not do. */
function chooseParts(
  upload: Upload,
  uploaded: readonly NumberedPart[],
  named: readonly CompletedPart[],
): NumberedPart[] {
  if (named.length === 0 || named.length > MAX_PARTS) throw malformedXml();
  const byNumber = new Map(uploaded.map((part) => [part.number, part]));
  let before = 0;
  const chosen = named.map((part) => {
    const { PartNumber = 0, ETag = '' } = part;
    if (PartNumber <= before) throw invalidPartOrder(upload.id);
    before = PartNumber;
    const found = byNumber.get(PartNumber);
    const claimed = (part as ChecksumMembers)[`Checksum${upload.checksum.algorithm}`];
    if (!found || found.etag !== unquoted(ETag) || (claimed !== undefined && claimed !== found.checksum)) {
      throw invalidPart(upload.id, PartNumber, unquoted(ETag));
    }
    return found;
  });
  const small = chosen.slice(0, -1).find(({ bytes }) => bytes < MIN_PART_BYTES);
  if (small) throw entityTooSmall(small.bytes, MIN_PART_BYTES, small.number, small.etag);
  return chosen;
}

function versionOf(
  { timeIds, clock }: S3Context,
  bucket: Bucket,
  upload: Upload,
  parts: readonly NumberedPart[],
): ObjectVersion {
  const { headers, metadata, tags, storageClass, encryption } = upload;
  return {
    headers,
    metadata,
    ...(tags && { tags }),
    ...(storageClass && { storageClass }),
    encryption,
    kind: 'object',
    id: timeIds.newestFirst(),
    isNull: bucket.versioning !== 'Enabled',
    modifiedMs: Math.floor(clock.now() / 1000) * 1000,
    etag: compositeEtag(parts),
    bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    content: { id: upload.id, parts: parts.length },
    checksum: joinChecksums(upload.checksum, parts),
  };
}

/** Compares what the client says of the whole with what came of it. */
function checkWhole(
  input: ChecksumMembers & { MpuObjectSize?: number | undefined; ChecksumType?: string | undefined },
  { bytes, checksum }: ObjectVersion,
): void {
  if (input.MpuObjectSize !== undefined && input.MpuObjectSize !== bytes) {
    throw invalidRequest(
      `The provided 'x-amz-mp-object-size' header value ${input.MpuObjectSize} does not match what was computed: ${bytes}`,
    );
  }
  if (input.ChecksumType !== undefined && input.ChecksumType !== checksum.type) {
    throw invalidRequest(
      `The upload was created using the ${checksum.type} checksum mode. The complete request must use the same checksum mode.`,
    );
  }
  const claimed = input[`Checksum${checksum.algorithm}`];
  if (claimed !== undefined && claimed !== checksum.value) throw badChecksum(checksum.algorithm);
}
