import type { Tag } from '@aws-sdk/client-s3';
import type { ChecksumName, ChecksumType } from '../translate/checksums.ts';

/** Header fields of an object that S3 keeps and gives back. */
export interface ObjectHeaders {
  readonly CacheControl?: string;
  readonly ContentDisposition?: string;
  readonly ContentEncoding?: string;
  readonly ContentLanguage?: string;
  readonly ContentType?: string;
  /** Milliseconds since the epoch. */
  readonly ExpiresMs?: number;
  readonly WebsiteRedirectLocation?: string;
}

/** How the object says it is encrypted. Stored and answered: the bytes on disk are as they came. */
export interface Encryption {
  readonly algorithm: 'AES256' | 'aws:kms' | 'aws:kms:dsse';
  readonly keyId?: string;
  readonly bucketKey?: boolean;
}

/** A checksum of a whole object. */
export interface StoredChecksum {
  readonly algorithm: ChecksumName;
  readonly type: ChecksumType;
  /** Base64; composite ones end in `-` and the number of parts. */
  readonly value: string;
}

/** What a client says of an object besides its bytes: an upload in parts keeps it until it is complete. */
export interface ObjectDescription {
  readonly headers: ObjectHeaders;
  /** Names in lower case. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags?: readonly Tag[];
  /** Absent: STANDARD. */
  readonly storageClass?: string;
  readonly encryption: Encryption;
}

/** Where the bytes of an object are: in one piece, or as the parts of the upload that made it. */
export interface Content {
  /** Id of the bytes, or of the upload when `parts` is set. */
  readonly id: string;
  readonly parts?: number;
}

/** One version of an object. */
export interface ObjectVersion extends ObjectDescription {
  readonly kind: 'object';
  /** Orders the versions of a key, newest first, and is its version id unless it is the null version. */
  readonly id: string;
  /** Written while the bucket was not versioned: its version id is `null`. */
  readonly isNull: boolean;
  readonly modifiedMs: number;
  /** Hexadecimal, without quotes. */
  readonly etag: string;
  readonly bytes: number;
  readonly content: Content;
  readonly checksum: StoredChecksum;
}

/** What stands in for an object that was deleted in a versioned bucket. */
export interface DeleteMarker {
  readonly kind: 'delete-marker';
  readonly id: string;
  readonly isNull: boolean;
  readonly modifiedMs: number;
}

/** A version of a key. */
export type Version = ObjectVersion | DeleteMarker;

/** The version id that clients see. */
export const versionIdOf = (version: Version): string => (version.isNull ? 'null' : version.id);

/** ARN of an object. */
export const objectArn = (bucket: string, key: string): string => `arn:aws:s3:::${bucket}/${key}`;
