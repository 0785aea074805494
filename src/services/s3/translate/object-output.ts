import type { ServerSideEncryption, StorageClass } from '@aws-sdk/client-s3';
import type { Bucket } from '../records/bucket.ts';
import { type Encryption, type ObjectVersion, versionIdOf } from '../records/object.ts';
import { checksumMember } from './checksums.ts';

/** An entity tag as it travels. */
export const quoted = (etag: string): string => `"${etag}"`;

/** The id of a version, where the bucket is or was versioned. */
export function versionMember(
  bucket: Bucket,
  version: { isNull: boolean; id: string },
): { VersionId?: string } {
  return bucket.versioning ? { VersionId: version.isNull ? 'null' : version.id } : {};
}

/** How an object says it is encrypted. */
export function encryptionMembers(encryption: Encryption) {
  return {
    ServerSideEncryption: encryption.algorithm as ServerSideEncryption,
    ...(encryption.keyId !== undefined && { SSEKMSKeyId: encryption.keyId }),
    ...(encryption.bucketKey && { BucketKeyEnabled: true }),
  };
}

/** `response-*` parameters: what a client wants said instead of what is kept. */
interface Overrides {
  readonly ResponseCacheControl?: string | undefined;
  readonly ResponseContentDisposition?: string | undefined;
  readonly ResponseContentEncoding?: string | undefined;
  readonly ResponseContentLanguage?: string | undefined;
  readonly ResponseContentType?: string | undefined;
  readonly ResponseExpires?: Date | undefined;
}

/** What GetObject and HeadObject say of an object, besides its length and bytes. */
export function describedMembers(
  bucket: Bucket,
  version: ObjectVersion,
  overrides: Overrides,
  withChecksum: boolean,
) {
  const { headers } = version;
  const { ExpiresMs } = headers;
  const Expires = overrides.ResponseExpires ?? (ExpiresMs === undefined ? undefined : new Date(ExpiresMs));
  return {
    AcceptRanges: 'bytes',
    LastModified: new Date(version.modifiedMs),
    ETag: quoted(version.etag),
    CacheControl: overrides.ResponseCacheControl ?? headers.CacheControl,
    ContentDisposition: overrides.ResponseContentDisposition ?? headers.ContentDisposition,
    ContentEncoding: overrides.ResponseContentEncoding ?? headers.ContentEncoding,
    ContentLanguage: overrides.ResponseContentLanguage ?? headers.ContentLanguage,
    ContentType: overrides.ResponseContentType ?? headers.ContentType,
    Expires,
    WebsiteRedirectLocation: headers.WebsiteRedirectLocation,
    Metadata: { ...version.metadata },
    StorageClass: version.storageClass as StorageClass | undefined,
    TagCount: version.tags?.length,
    ...encryptionMembers(version.encryption),
    ...(bucket.versioning && { VersionId: versionIdOf(version) }),
    ...(withChecksum && checksumMembers(version)),
  };
}

/** The checksum of an object and its type. */
export function checksumMembers({ checksum }: ObjectVersion) {
  return { ...checksumMember(checksum.algorithm, checksum.value), ChecksumType: checksum.type };
}
