import type { StorageClass } from '@aws-sdk/client-s3';
import { ownerOf } from '../acl.ts';
import type { S3Operation } from '../context.ts';
import { openBucket, openUpload } from '../find.ts';
import { checksumMember } from '../translate/checksums.ts';
import { quoted } from '../translate/object-output.ts';
import { pageLimit } from '../translate/page.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html */
export const listParts: S3Operation<'ListParts'> = (input, context) => {
  const bucket = openBucket(context, input);
  const upload = openUpload(context, bucket, input);
  const limit = pageLimit(input.MaxParts, 'max-parts');
  const marker = Number(input.PartNumberMarker ?? 0);
  const found = context.contents.parts(bucket, upload.id, marker, limit + 1);
  const page = found.slice(0, limit);
  const { algorithm, type, chosen } = upload.checksum;
  return {
    Bucket: bucket.name,
    Key: upload.key,
    UploadId: upload.id,
    PartNumberMarker: String(marker),
    NextPartNumberMarker: String(page.at(-1)?.number ?? 0),
    MaxParts: limit,
    IsTruncated: found.length > page.length && limit > 0,
    Parts: page.map((part) => ({
      PartNumber: part.number,
      LastModified: new Date(part.modifiedMs),
      ETag: quoted(part.etag),
      Size: part.bytes,
      ...checksumMember(algorithm, part.checksum),
    })),
    Initiator: { ID: upload.initiator },
    Owner: ownerOf(bucket.account),
    StorageClass: (upload.storageClass ?? 'STANDARD') as StorageClass,
    ...(chosen && { ChecksumAlgorithm: algorithm, ChecksumType: type }),
  };
};
