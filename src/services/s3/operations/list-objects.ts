import type { ObjectStorageClass, _Object } from '@aws-sdk/client-s3';
import type { Keyed } from '../../../store/index.ts';
import { ownerOf } from '../acl.ts';
import type { S3Context, S3Operation } from '../context.ts';
import { openBucket } from '../find.ts';
import type { Bucket } from '../records/bucket.ts';
import type { ObjectVersion } from '../records/object.ts';
import { quoted } from '../translate/object-output.ts';
import { keyWriter, type Page, pageLimit, readPage } from '../translate/page.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html */
export const listObjects: S3Operation<'ListObjects'> = (input, context) => {
  const bucket = openBucket(context, input);
  const write = keyWriter(input.EncodingType);
  const { Prefix = '', Delimiter = '', Marker = '' } = input;
  const limit = pageLimit(input.MaxKeys, 'max-keys');
  const page = listKeys(context, bucket, { prefix: Prefix, delimiter: Delimiter, after: Marker, limit });
  const Owner = ownerOf(bucket.account);
  return {
    Name: bucket.name,
    Prefix: write(Prefix),
    Marker: write(Marker),
    ...(Delimiter && { Delimiter: write(Delimiter) }),
    ...(input.EncodingType && { EncodingType: input.EncodingType }),
    MaxKeys: limit,
    IsTruncated: page.next !== undefined,
    // without a delimiter the last key is the next marker, and S3 does not repeat it
    ...(page.next && Delimiter && { NextMarker: write(page.next.key) }),
    Contents: page.entries.map((entry) => ({ ...listedObject(entry, write), Owner })),
    CommonPrefixes: page.commonPrefixes.map((prefix) => ({ Prefix: write(prefix) })),
  };
};

/** One page of the latest objects of a bucket. */
export function listKeys(
  { objects }: S3Context,
  bucket: Bucket,
  { prefix, delimiter, after, limit }: { prefix: string; delimiter: string; after: string; limit: number },
): Page<Keyed<ObjectVersion>> {
  return readPage(
    { prefix, delimiter, after: { key: after, id: '' }, limit },
    (position, most) => objects.list(bucket, { prefix, after: position.key, limit: most }),
    ({ key }) => ({ key, id: '' }),
  );
}

/** An object as lists show it. */
export function listedObject({ key, row }: Keyed<ObjectVersion>, write: (text: string) => string): _Object {
  return {
    Key: write(key),
    LastModified: new Date(row.modifiedMs),
    ETag: quoted(row.etag),
    ChecksumAlgorithm: [row.checksum.algorithm],
    ChecksumType: row.checksum.type,
    Size: row.bytes,
    StorageClass: (row.storageClass ?? 'STANDARD') as ObjectStorageClass,
  };
}
