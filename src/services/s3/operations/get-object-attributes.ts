import type { GetObjectAttributesParts, StorageClass } from '@aws-sdk/client-s3';
import type { S3Context, S3Operation } from '../context.ts';
import { openBucket, openObject } from '../find.ts';
import type { Bucket } from '../records/bucket.ts';
import { type ObjectVersion, versionIdOf } from '../records/object.ts';
import { checksumMember } from '../translate/checksums.ts';
import { checksumMembers } from '../translate/object-output.ts';
import { pageLimit } from '../translate/page.ts';

type AttributesInput = Parameters<S3Operation<'GetObjectAttributes'>>[0];

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html */
export const getObjectAttributes: S3Operation<'GetObjectAttributes'> = (input, context) => {
  const bucket = openBucket(context, input);
  const version = openObject(context, bucket, input);
  const wanted = new Set<string>(
    input.ObjectAttributes.flatMap((names) => names.split(',').map((name) => name.trim())),
  );
  return {
    LastModified: new Date(version.modifiedMs),
    ...(bucket.versioning && { VersionId: versionIdOf(version) }),
    ...(wanted.has('ETag') && { ETag: version.etag }),
    ...(wanted.has('Checksum') && { Checksum: checksumMembers(version) }),
    ...(wanted.has('ObjectParts') &&
      version.content.parts && { ObjectParts: partsOf(context, bucket, version, input) }),
    ...(wanted.has('StorageClass') && { StorageClass: (version.storageClass ?? 'STANDARD') as StorageClass }),
    ...(wanted.has('ObjectSize') && { ObjectSize: version.bytes }),
  };
};

function partsOf(
  { contents }: S3Context,
  bucket: Bucket,
  { content, checksum }: ObjectVersion,
  input: AttributesInput,
): GetObjectAttributesParts {
  const limit = pageLimit(input.MaxParts, 'x-amz-max-parts');
  const marker = Number(input.PartNumberMarker ?? 0);
  const found = contents.parts(bucket, content.id, marker, limit + 1);
  const page = found.slice(0, limit);
  return {
    TotalPartsCount: content.parts,
    PartNumberMarker: String(marker),
    NextPartNumberMarker: String(page.at(-1)?.number ?? 0),
    MaxParts: limit,
    IsTruncated: found.length > page.length && limit > 0,
    // S3 tells the parts of objects whose checksum is made of theirs
    ...(checksum.type === 'COMPOSITE' && {
      Parts: page.map((part) => ({
        PartNumber: part.number,
        Size: part.bytes,
        ...checksumMember(checksum.algorithm, part.checksum),
      })),
    }),
  };
}
