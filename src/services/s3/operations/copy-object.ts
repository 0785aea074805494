import type { Draft } from '../../../engine/objects/index.ts';
import { checkAcl } from '../acl.ts';
import type { S3Context, S3Operation } from '../context.ts';
import { accessDenied, invalidRequest, notImplemented } from '../faults.ts';
import { bucketNamed, checkKey, openBucket, openObject } from '../find.ts';
import { MAX_PUT_BYTES } from '../limits.ts';
import { readDigests } from '../receive.ts';
import type { Bucket } from '../records/bucket.ts';
import { type ObjectDescription, type ObjectVersion, versionIdOf } from '../records/object.ts';
import { settle } from '../settle.ts';
import { type ChecksumName, checksumName, digestOfChecksum } from '../translate/checksums.ts';
import { checkCopy, checkWrite } from '../translate/conditions.ts';
import { parseCopySource } from '../translate/copy-source.ts';
import { describeObject } from '../translate/description.ts';
import { checksumMembers, encryptionMembers, quoted, versionMember } from '../translate/object-output.ts';

type CopyInput = Parameters<S3Operation<'CopyObject'>>[0];

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
export const copyObject: S3Operation<'CopyObject'> = async (input, context) => {
  const bucket = openBucket(context, input);
  checkKey(input.Key);
  checkAcl(bucket, input);
  const source = openSource(context, input);
  checkCopy(input, source.version);
  checkSelfCopy(input, source, bucket);
  if (source.version.bytes > MAX_PUT_BYTES) {
    throw invalidRequest(
      `The specified copy source is larger than the maximum allowable size for a copy source: ${MAX_PUT_BYTES}`,
    );
  }
  const description = describeCopy(input, source.version, bucket);
  const algorithm = input.ChecksumAlgorithm
    ? checksumName(input.ChecksumAlgorithm)
    : source.version.checksum.algorithm;
  const { draft, ...digests } = await duplicate(context, source, algorithm);
  await using kept = draft;
  const version = await settle(context, [kept], (free) => {
    const now = openBucket(context, input); // it may have changed, or gone, while the bytes were copied
    checkWrite(input, input.Key, context.objects.current(now, input.Key));
    const made: ObjectVersion = {
      ...description,
      kind: 'object',
      id: context.timeIds.newestFirst(),
      isNull: now.versioning !== 'Enabled',
      modifiedMs: Math.floor(context.clock.now() / 1000) * 1000,
      etag: digests.etag,
      bytes: kept.bytes,
      content: { id: kept.id },
      checksum: { algorithm, type: 'FULL_OBJECT', value: digests.checksum },
    };
    free(context.objects.put(now, input.Key, made));
    return made;
  });
  return {
    CopyObjectResult: {
      ETag: quoted(version.etag),
      LastModified: new Date(version.modifiedMs),
      ...checksumMembers(version),
    },
    ...(source.versionId !== undefined && { CopySourceVersionId: source.versionId }),
    ...encryptionMembers(version.encryption),
    ...versionMember(bucket, version),
  };
};

/** The object a copy is made of. */
export interface Source {
  readonly bucket: Bucket;
  readonly key: string;
  readonly version: ObjectVersion;
  /** Where its bucket is or was versioned. */
  readonly versionId?: string;
}

/** The object a copy is made of, or NoSuchBucket, NoSuchKey, NoSuchVersion. */
export function openSource(
  context: S3Context,
  input: { CopySource: string; ExpectedSourceBucketOwner?: string | undefined },
): Source {
  const { bucket: name, key, versionId } = parseCopySource(input.CopySource);
  const bucket = bucketNamed(context, name);
  const expected = input.ExpectedSourceBucketOwner;
  if (expected !== undefined && expected !== bucket.account) throw accessDenied();
  const version = openObject(context, bucket, { Key: key, VersionId: versionId });
  return { bucket, key, version, ...(bucket.versioning && { versionId: versionIdOf(version) }) };
}

function describeCopy(input: CopyInput, source: ObjectVersion, bucket: Bucket): ObjectDescription {
  if (input.CopySourceSSECustomerAlgorithm !== undefined)
    throw notImplemented('Encryption with a customer-provided key');
  const given = describeObject(input, bucket);
  const described =
    input.MetadataDirective === 'REPLACE'
      ? given
      : { ...given, headers: source.headers, metadata: source.metadata };
  const { tags: givenTags, ...untagged } = described;
  const tags = input.TaggingDirective === 'REPLACE' ? givenTags : source.tags;
  return { ...untagged, ...(tags && { tags }) };
}

function checkSelfCopy(input: CopyInput, source: Source, bucket: Bucket): void {
  if (source.bucket.name !== bucket.name || source.key !== input.Key) return;
  const changes =
    input.MetadataDirective === 'REPLACE' ||
    input.TaggingDirective === 'REPLACE' ||
    (input.StorageClass ??
      input.WebsiteRedirectLocation ??
      input.ServerSideEncryption ??
      input.ChecksumAlgorithm) !== undefined ||
    input.CopySource.includes('?versionId=');
  if (changes) return;
  throw invalidRequest(
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );
}

/**
 * The source's bytes once more. Those in one piece whose checksum is to stay are shared, not read; those in parts become one piece, with
 * digests of the whole.
 */
async function duplicate(
  { bytes, contents }: S3Context,
  { bucket, version }: Source,
  algorithm: ChecksumName,
): Promise<{ draft: Draft; etag: string; checksum: string }> {
  const { content, checksum } = version;
  if (content.parts === undefined && checksum.algorithm === algorithm) {
    const draft = await bytes.duplicate({ id: content.id, bytes: version.bytes });
    return { draft, etag: version.etag, checksum: checksum.value };
  }
  const extents = contents.extents(bucket, content, version.bytes);
  const draft = await bytes.receive(await bytes.read(extents, 0, version.bytes), {
    digests: ['md5', digestOfChecksum(algorithm)],
  });
  return { draft, ...readDigests(draft, algorithm) };
}
