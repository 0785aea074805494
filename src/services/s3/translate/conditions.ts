import { noSuchKey, notImplemented, notModified, preconditionFailed } from '../faults.ts';
import { type ObjectVersion, versionIdOf } from '../records/object.ts';

/** Conditions of GetObject and HeadObject. */
export interface ReadConditions {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
  readonly IfModifiedSince?: Date | undefined;
  readonly IfUnmodifiedSince?: Date | undefined;
}

/** The same of a copy's source. */
export interface CopyConditions {
  readonly CopySourceIfMatch?: string | undefined;
  readonly CopySourceIfNoneMatch?: string | undefined;
  readonly CopySourceIfModifiedSince?: Date | undefined;
  readonly CopySourceIfUnmodifiedSince?: Date | undefined;
}

/** Conditions of writes and deletes. */
export interface WriteConditions {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
}

/**
 * Lets a read pass, or throws 412 or 304.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-reads.html
 */
export function checkRead(conditions: ReadConditions, version: ObjectVersion): void {
  const failed = firstFailed(conditions, version);
  if (!failed) return;
  if (failed === 'If-Match' || failed === 'If-Unmodified-Since') throw preconditionFailed(failed);
  throw notModified({
    etag: `"${version.etag}"`,
    'last-modified': new Date(version.modifiedMs).toUTCString(),
    ...(!version.isNull && { 'x-amz-version-id': versionIdOf(version) }),
  });
}

/** Lets a copy pass, or throws 412. */
export function checkCopy(conditions: CopyConditions, source: ObjectVersion): void {
  const failed = firstFailed(
    {
      IfMatch: conditions.CopySourceIfMatch,
      IfNoneMatch: conditions.CopySourceIfNoneMatch,
      IfModifiedSince: conditions.CopySourceIfModifiedSince,
      IfUnmodifiedSince: conditions.CopySourceIfUnmodifiedSince,
    },
    source,
  );
  if (failed) throw preconditionFailed(`x-amz-copy-source-${failed}`);
}

/**
 * Lets a write or a delete pass, or throws 412, 404 where there is nothing to match.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function checkWrite(
  conditions: WriteConditions,
  key: string,
  current: ObjectVersion | undefined,
): void {
  const { IfMatch, IfNoneMatch } = conditions;
  if (IfNoneMatch !== undefined) {
    if (IfNoneMatch !== '*') throw notImplemented('If-None-Match with a value other than *');
    if (current) throw preconditionFailed('If-None-Match');
  }
  if (IfMatch === undefined) return;
  if (!current) throw noSuchKey(key);
  if (!matches(IfMatch, current.etag)) throw preconditionFailed('If-Match');
}

/** The condition that does not hold. A match of the tag makes the date beside it moot (RFC 9110, 13.2.2). */
function firstFailed(conditions: ReadConditions, { etag, modifiedMs }: ObjectVersion): string | undefined {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions;
  if (IfMatch !== undefined) {
    if (!matches(IfMatch, etag)) return 'If-Match';
  } else if (IfUnmodifiedSince && modifiedMs > IfUnmodifiedSince.getTime()) return 'If-Unmodified-Since';
  if (IfNoneMatch !== undefined) {
    if (matches(IfNoneMatch, etag)) return 'If-None-Match';
  } else if (IfModifiedSince && modifiedMs <= IfModifiedSince.getTime()) return 'If-Modified-Since';
  return undefined;
}

const matches = (tags: string, etag: string): boolean =>
  tags.split(',').some((tag) => tag.trim() === '*' || unquoted(tag) === etag);

/** An entity tag without its quotes. */
export const unquoted = (tag: string): string => tag.trim().replace(/^"(.*)"$/, '$1');
