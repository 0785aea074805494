import type { Tag } from '@aws-sdk/client-s3';
import type { CallContext } from '../../wire/index.ts';
import type { Bucket } from './records/bucket.ts';
import type { Version } from './records/object.ts';
import { tagsOfHeader } from './translate/tags.ts';

/** Condition keys with their values. */
export type ConditionKeys = Record<string, string | readonly string[]>;

/** Condition keys that are one member of the input as it is. */
const members: Readonly<Record<string, string>> = {
  Prefix: 's3:prefix',
  Delimiter: 's3:delimiter',
  MaxKeys: 's3:max-keys',
  VersionId: 's3:VersionId',
  ACL: 's3:x-amz-acl',
  GrantFullControl: 's3:x-amz-grant-full-control',
  GrantRead: 's3:x-amz-grant-read',
  GrantReadACP: 's3:x-amz-grant-read-acp',
  GrantWrite: 's3:x-amz-grant-write',
  GrantWriteACP: 's3:x-amz-grant-write-acp',
  CopySource: 's3:x-amz-copy-source',
  MetadataDirective: 's3:x-amz-metadata-directive',
  ServerSideEncryption: 's3:x-amz-server-side-encryption',
  SSEKMSKeyId: 's3:x-amz-server-side-encryption-aws-kms-key-id',
  SSECustomerAlgorithm: 's3:x-amz-server-side-encryption-customer-algorithm',
  StorageClass: 's3:x-amz-storage-class',
  WebsiteRedirectLocation: 's3:x-amz-website-redirect-location',
  ObjectOwnership: 's3:x-amz-object-ownership',
  IfMatch: 's3:if-match',
  IfNoneMatch: 's3:if-none-match',
};

/**
 * Condition keys of a request.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html#amazons3-policy-keys
 */
export function requestKeys(input: Readonly<Record<string, unknown>>, call: CallContext): ConditionKeys {
  const keys: ConditionKeys = {};
  for (const [member, key] of Object.entries(members)) {
    const value = input[member];
    if (typeof value === 'string' || typeof value === 'number') keys[key] = String(value);
  }
  const { LocationConstraint } = (input['CreateBucketConfiguration'] ?? {}) as {
    LocationConstraint?: string;
  };
  if (LocationConstraint) keys['s3:locationconstraint'] = LocationConstraint;
  const contentSha256 = call.headers.get('x-amz-content-sha256');
  if (contentSha256) keys['s3:x-amz-content-sha256'] = contentSha256;
  return { ...keys, ...signatureKeys(call), ...requestedTags(input) };
}

/** How the request was signed. */
function signatureKeys(call: CallContext): ConditionKeys {
  const authorization = call.headers.get('authorization');
  if (call.caller.kind === 'anonymous' || call.caller.kind === 'service') return {};
  if (authorization === undefined) return { 's3:authType': 'REST-QUERY-STRING' };
  return {
    's3:authType': 'REST-HEADER',
    's3:signatureversion': authorization.startsWith('AWS4-') ? 'AWS4-HMAC-SHA256' : 'AWS',
  };
}

function requestedTags(input: Readonly<Record<string, unknown>>): ConditionKeys {
  const { Tagging } = input as { Tagging?: string | { TagSet?: readonly Tag[] } };
  const tags = typeof Tagging === 'string' ? tagsOfHeader(Tagging) : Tagging?.TagSet;
  if (!tags?.length) return {};
  return {
    's3:RequestObjectTagKeys': tags.map(({ Key = '' }) => Key),
    ...Object.fromEntries(tags.map(({ Key, Value }) => [`s3:RequestObjectTag/${Key}`, Value ?? ''])),
  };
}

/** Condition keys of what is there already. */
export function resourceKeys(bucket: Bucket, version?: Version): ConditionKeys {
  const tags = version?.kind === 'object' ? (version.tags ?? []) : [];
  return {
    's3:ResourceAccount': bucket.account,
    'aws:ResourceAccount': bucket.account,
    ...Object.fromEntries(tags.map(({ Key, Value }) => [`s3:ExistingObjectTag/${Key}`, Value ?? ''])),
  };
}
