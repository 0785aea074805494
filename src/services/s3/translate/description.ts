import type { Tag } from '@aws-sdk/client-s3';
import {
  invalidRequest,
  invalidStorageClass,
  metadataTooLarge,
  noObjectLock,
  notImplemented,
} from '../faults.ts';
import { MAX_METADATA_BYTES, MAX_OBJECT_TAGS } from '../limits.ts';
import type { Bucket } from '../records/bucket.ts';
import type { Encryption, ObjectDescription, ObjectHeaders } from '../records/object.ts';
import { checkTags, tagsOfHeader } from './tags.ts';

/** What PutObject, CopyObject and CreateMultipartUpload say of the object to be. */
export interface DescribingInput {
  readonly CacheControl?: string | undefined;
  readonly ContentDisposition?: string | undefined;
  readonly ContentEncoding?: string | undefined;
  readonly ContentLanguage?: string | undefined;
  readonly ContentType?: string | undefined;
  readonly Expires?: Date | undefined;
  readonly WebsiteRedirectLocation?: string | undefined;
  readonly Metadata?: Record<string, string> | undefined;
  readonly Tagging?: string | undefined;
  readonly StorageClass?: string | undefined;
  readonly ServerSideEncryption?: string | undefined;
  readonly SSEKMSKeyId?: string | undefined;
  readonly SSEKMSEncryptionContext?: string | undefined;
  readonly SSECustomerAlgorithm?: string | undefined;
  readonly BucketKeyEnabled?: boolean | undefined;
  readonly ObjectLockMode?: string | undefined;
  readonly ObjectLockRetainUntilDate?: Date | undefined;
  readonly ObjectLockLegalHoldStatus?: string | undefined;
}

/** What is kept of them. */
export function describeObject(input: DescribingInput, bucket: Bucket): ObjectDescription {
  if (input.ObjectLockMode ?? input.ObjectLockLegalHoldStatus ?? input.ObjectLockRetainUntilDate) {
    throw noObjectLock();
  }
  const tags = readTags(input.Tagging);
  const storageClass = readStorageClass(input.StorageClass);
  return {
    headers: readHeaders(input),
    metadata: readMetadata(input.Metadata),
    ...(tags && { tags }),
    ...(storageClass && { storageClass }),
    encryption: readEncryption(input, bucket),
  };
}

/** Tags of an `x-amz-tagging` header, checked; absent when there are none. */
function readTags(header: string | undefined): readonly Tag[] | undefined {
  const tags = tagsOfHeader(header);
  return tags?.length ? checkTags(tags, MAX_OBJECT_TAGS, 'Object') : undefined;
}

/** The header fields that are kept. */
function readHeaders(input: DescribingInput): ObjectHeaders {
  // `aws-chunked` is how the body travelled, not what it is
  const ContentEncoding = input.ContentEncoding?.split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== 'aws-chunked' && coding !== '')
    .join(',');
  return {
    ContentType: input.ContentType ?? 'binary/octet-stream',
    ...(ContentEncoding && { ContentEncoding }),
    ...(input.CacheControl && { CacheControl: input.CacheControl }),
    ...(input.ContentDisposition && { ContentDisposition: input.ContentDisposition }),
    ...(input.ContentLanguage && { ContentLanguage: input.ContentLanguage }),
    ...(input.Expires && { ExpiresMs: input.Expires.getTime() }),
    ...(input.WebsiteRedirectLocation && { WebsiteRedirectLocation: input.WebsiteRedirectLocation }),
  };
}

/** User-defined metadata, names in lower case, within S3's bound. */
function readMetadata(given: Record<string, string> | undefined): Record<string, string> {
  const entries = Object.entries(given ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
  const bytes = entries.reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  );
  if (bytes > MAX_METADATA_BYTES) throw metadataTooLarge(bytes, MAX_METADATA_BYTES);
  return Object.fromEntries(entries);
}

/** Classes whose objects are there at once, as all are here. */
const AT_ONCE = new Set([
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER_IR',
  'REDUCED_REDUNDANCY',
]);
const NOT_BUILT = new Set(['GLACIER', 'DEEP_ARCHIVE', 'OUTPOSTS', 'SNOW', 'FSX_OPENZFS', 'FSX_ONTAP']);

/** The storage class; absent for STANDARD. Those that must be restored before they are read are not built. */
function readStorageClass(name: string | undefined): string | undefined {
  if (name === undefined || name === 'STANDARD') return undefined;
  if (AT_ONCE.has(name)) return name;
  throw NOT_BUILT.has(name) ? notImplemented(`Storage class ${name}`) : invalidStorageClass();
}

/** How the object says it is encrypted: as asked, or as the bucket's default has it. */
function readEncryption(input: DescribingInput, bucket: Bucket): Encryption {
  if (input.SSECustomerAlgorithm !== undefined)
    throw notImplemented('Encryption with a customer-provided key');
  const bucketRule = defaultEncryption(bucket);
  if (input.ServerSideEncryption === undefined) {
    if (input.SSEKMSKeyId !== undefined) {
      throw invalidRequest(
        'The x-amz-server-side-encryption header is required with x-amz-server-side-encryption-aws-kms-key-id',
      );
    }
    return bucketRule;
  }
  const algorithm = input.ServerSideEncryption as Encryption['algorithm'];
  if (algorithm === 'AES256') return { algorithm };
  if (algorithm !== 'aws:kms' && algorithm !== 'aws:kms:dsse') {
    throw invalidRequest('The encryption method specified is not supported');
  }
  const keyId = input.SSEKMSKeyId ?? bucketRule.keyId;
  const bucketKey = input.BucketKeyEnabled ?? bucketRule.bucketKey;
  return { algorithm, ...(keyId && { keyId }), ...(bucketKey !== undefined && { bucketKey }) };
}

interface EncryptionRule {
  readonly BucketKeyEnabled?: boolean;
  readonly ApplyServerSideEncryptionByDefault?: {
    readonly SSEAlgorithm?: Encryption['algorithm'];
    readonly KMSMasterKeyID?: string;
  };
}

function defaultEncryption(bucket: Bucket): Encryption {
  const { Rules } = (bucket.stored?.encryption ?? {}) as { Rules?: readonly EncryptionRule[] };
  const rule = Rules?.[0];
  const { SSEAlgorithm: algorithm = 'AES256', KMSMasterKeyID: keyId } =
    rule?.ApplyServerSideEncryptionByDefault ?? {};
  if (algorithm === 'AES256') return { algorithm };
  return {
    algorithm,
    ...(keyId && { keyId }),
    ...(rule?.BucketKeyEnabled !== undefined && { bucketKey: rule.BucketKeyEnabled }),
  };
}
