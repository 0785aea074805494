import type { DeleteMarkerEntry, ObjectVersion as ListedVersion } from '@aws-sdk/client-s3';
import { ownerOf } from '../acl.ts';
import type { S3Context, S3Operation } from '../context.ts';
import { invalidArgument } from '../faults.ts';
import { openBucket } from '../find.ts';
import type { Bucket } from '../records/bucket.ts';
import { versionIdOf } from '../records/object.ts';
import type { KeyedVersion } from '../records/objects.ts';
import { quoted } from '../translate/object-output.ts';
import { keyWriter, pageLimit, type Position, readPage } from '../translate/page.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html */
export const listObjectVersions: S3Operation<'ListObjectVersions'> = (input, context) => {
  const bucket = openBucket(context, input);
  const write = keyWriter(input.EncodingType);
  const { Prefix = '', Delimiter = '', KeyMarker = '', VersionIdMarker } = input;
  const limit = pageLimit(input.MaxKeys, 'max-keys');
  const page = readPage<KeyedVersion>(
    {
      prefix: Prefix,
      delimiter: Delimiter,
      after: startOf(context, bucket, KeyMarker, VersionIdMarker),
      limit,
    },
    ({ key, id }, most) =>
      context.objects.listVersions(bucket, { prefix: Prefix, afterKey: key, afterId: id, limit: most }),
    ({ key, version }) => ({ key, id: version.id }),
  );
  const { Versions, DeleteMarkers } = listed(page.entries, bucket, write);
  const last = page.entries.at(-1);
  return {
    Name: bucket.name,
    Prefix: write(Prefix),
    ...(Delimiter && { Delimiter: write(Delimiter) }),
    KeyMarker: write(KeyMarker),
    VersionIdMarker: VersionIdMarker ?? '',
    ...(input.EncodingType && { EncodingType: input.EncodingType }),
    MaxKeys: limit,
    IsTruncated: page.next !== undefined,
    ...(page.next && { NextKeyMarker: write(page.next.key) }),
    ...(page.next?.id && last && { NextVersionIdMarker: versionIdOf(last.version) }),
    Versions,
    DeleteMarkers,
    CommonPrefixes: page.commonPrefixes.map((prefix) => ({ Prefix: write(prefix) })),
  };
};

/** Sorts after every version of a key. */
const AFTER_ALL = '\u{10ffff}';

function startOf(
  { objects }: S3Context,
  bucket: Bucket,
  keyMarker: string,
  versionIdMarker: string | undefined,
): Position {
  if (!versionIdMarker) return { key: keyMarker, id: keyMarker === '' ? '' : AFTER_ALL };
  if (keyMarker === '') {
    throw invalidArgument(
      'A version-id marker cannot be specified without a key marker.',
      'version-id-marker',
      versionIdMarker,
    );
  }
  if (versionIdMarker !== 'null') return { key: keyMarker, id: versionIdMarker };
  return { key: keyMarker, id: objects.find(bucket, keyMarker, 'null')?.version.id ?? AFTER_ALL };
}

function listed(entries: readonly KeyedVersion[], bucket: Bucket, write: (text: string) => string) {
  const Versions: ListedVersion[] = [];
  const DeleteMarkers: DeleteMarkerEntry[] = [];
  for (const { key, version, isLatest } of entries) {
    const common = {
      Key: write(key),
      VersionId: versionIdOf(version),
      IsLatest: isLatest,
      LastModified: new Date(version.modifiedMs),
      Owner: ownerOf(bucket.account),
    };
    if (version.kind === 'delete-marker') DeleteMarkers.push(common);
    else {
      Versions.push({
        ...common,
        ETag: quoted(version.etag),
        ChecksumAlgorithm: [version.checksum.algorithm],
        ChecksumType: version.checksum.type,
        Size: version.bytes,
        StorageClass: (version.storageClass ?? 'STANDARD') as 'STANDARD',
      });
    }
  }
  return { Versions, DeleteMarkers };
}
