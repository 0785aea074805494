import type { StorageClass } from '@aws-sdk/client-s3';
import { ownerOf } from '../acl.ts';
import type { S3Operation } from '../context.ts';
import { openBucket } from '../find.ts';
import { keyWriter, pageLimit, readPage } from '../translate/page.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html */
export const listMultipartUploads: S3Operation<'ListMultipartUploads'> = (input, context) => {
  const bucket = openBucket(context, input);
  const write = keyWriter(input.EncodingType);
  const { Prefix = '', Delimiter = '', KeyMarker = '', UploadIdMarker } = input;
  const limit = pageLimit(input.MaxUploads, 'max-uploads');
  // a key marker alone leaves out every upload of that key; without one the upload id says nothing
  const id = KeyMarker === '' ? '' : (UploadIdMarker ?? '\u{10ffff}');
  const page = readPage(
    { prefix: Prefix, delimiter: Delimiter, after: { key: KeyMarker, id }, limit },
    (after, most) =>
      context.uploads.list(bucket, { prefix: Prefix, afterKey: after.key, afterId: after.id, limit: most }),
    (upload) => upload,
  );
  return {
    Bucket: bucket.name,
    Prefix: write(Prefix),
    ...(Delimiter && { Delimiter: write(Delimiter) }),
    KeyMarker: write(KeyMarker),
    UploadIdMarker: UploadIdMarker ?? '',
    ...(page.next && { NextKeyMarker: write(page.next.key), NextUploadIdMarker: page.next.id }),
    ...(input.EncodingType && { EncodingType: input.EncodingType }),
    MaxUploads: limit,
    IsTruncated: page.next !== undefined,
    Uploads: page.entries.map((upload) => ({
      Key: write(upload.key),
      UploadId: upload.id,
      Initiated: new Date(upload.initiatedMs),
      Initiator: { ID: upload.initiator },
      Owner: ownerOf(bucket.account),
      StorageClass: (upload.storageClass ?? 'STANDARD') as StorageClass,
      ...(upload.checksum.chosen && {
        ChecksumAlgorithm: upload.checksum.algorithm,
        ChecksumType: upload.checksum.type,
      }),
    })),
    CommonPrefixes: page.commonPrefixes.map((prefix) => ({ Prefix: write(prefix) })),
  };
};
