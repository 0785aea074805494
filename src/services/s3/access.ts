import type { AccessRequest, CallContext } from '../../wire/index.ts';
import { actions } from './actions.ts';
import { type ConditionKeys, requestKeys, resourceKeys } from './condition-keys.ts';
import type { S3Parts } from './context.ts';
import { bucketNamed, findVersion } from './find.ts';
import { type Bucket, bucketArn } from './records/bucket.ts';
import { objectArn, type Version } from './records/object.ts';
import { parseCopySource } from './translate/copy-source.ts';

interface Input extends Readonly<Record<string, unknown>> {
  readonly Bucket?: string;
  readonly Key?: string;
  readonly VersionId?: string;
  readonly CopySource?: string;
  readonly Tagging?: unknown;
  readonly ACL?: string;
}

/**
 * What the caller of an operation must be allowed.
 * @throws Fault NoSuchBucket before any question of rights, as S3 does
 */
export function accessOf(
  parts: S3Parts,
  operation: string,
  input: Input,
  call: CallContext,
): AccessRequest[] {
  const action = actions[operation];
  const { Bucket: name = '', Key: key = '' } = input;
  if (!action) {
    if (name) bucketNamed(parts, name); // DeleteObjects asks for each key
    return [];
  }
  if (action.on === 'account') return [{ action: action.action, resource: '*' }];
  const conditions = requestKeys(input, call);
  if (operation === 'CreateBucket') return [{ action: action.action, resource: bucketArn(name), conditions }];
  const bucket = bucketNamed(parts, name);
  if (action.on === 'bucket') return [onBucket(bucket, call, action.action, conditions)];
  const version = findVersion(parts, bucket, { Key: key, VersionId: input.VersionId })?.version;
  const named = input.VersionId !== undefined && action.versioned;
  const ask = (wanted: string) => onObject(bucket, key, call, wanted, conditions, version);
  return [
    ask(named || action.action),
    ...besides(operation, input).map(ask),
    ...(READS.has(operation) && !version ? [onBucket(bucket, call, 's3:ListBucket', {})] : []),
    ...(input.CopySource === undefined ? [] : onSource(parts, input.CopySource, call)),
  ];
}

/** Without the right to list, one does not learn that a key is missing: it answers AccessDenied. */
const READS = new Set(['GetObject', 'HeadObject', 'GetObjectAttributes']);

/** Further rights that what is in the request needs. */
function besides(operation: string, input: Input): string[] {
  if (operation === 'GetObjectAttributes')
    return [input.VersionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion'];
  if (!['PutObject', 'CopyObject', 'CreateMultipartUpload'].includes(operation)) return [];
  const wanted: string[] = [];
  if (typeof input.Tagging === 'string' && input.Tagging !== '') wanted.push('s3:PutObjectTagging');
  if (input.ACL !== undefined) wanted.push('s3:PutObjectAcl');
  return wanted;
}

function onSource(parts: S3Parts, copySource: string, call: CallContext): AccessRequest[] {
  const source = parseCopySource(copySource);
  const bucket = bucketNamed(parts, source.bucket);
  const { versionId } = source;
  const version = findVersion(parts, bucket, { Key: source.key, VersionId: versionId })?.version;
  const action = versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion';
  return [
    onObject(
      bucket,
      source.key,
      call,
      action,
      versionId === undefined ? {} : { 's3:VersionId': versionId },
      version,
    ),
    ...(version ? [] : [onBucket(bucket, call, 's3:ListBucket', {})]),
  ];
}

/** The question whether one key may be deleted, of a DeleteObjects. */
export function deletionOf(
  bucket: Bucket,
  key: string,
  versionId: string | undefined,
  call: CallContext,
  version: Version | undefined,
): AccessRequest {
  const action = versionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion';
  return onObject(
    bucket,
    key,
    call,
    action,
    versionId === undefined ? {} : { 's3:VersionId': versionId },
    version,
  );
}

const onBucket = (
  bucket: Bucket,
  call: CallContext,
  action: string,
  conditions: ConditionKeys,
): AccessRequest => ({
  action,
  resource: bucketArn(bucket.name),
  resourceAccount: bucket.account,
  ...policyOf(bucket, call),
  conditions: { ...conditions, ...resourceKeys(bucket) },
});

const onObject = (
  bucket: Bucket,
  key: string,
  call: CallContext,
  action: string,
  conditions: ConditionKeys,
  version: Version | undefined,
): AccessRequest => ({
  action,
  resource: objectArn(bucket.name, key),
  resourceAccount: bucket.account,
  ...policyOf(bucket, call),
  conditions: { ...conditions, ...resourceKeys(bucket, version) },
});

/** The bucket's policy, unless it is public and such policies are to let in the owner's account and services alone. */
function policyOf(bucket: Bucket, { caller }: CallContext): { resourcePolicy?: string } {
  const { policy, policyIsPublic, publicAccess } = bucket;
  if (policy === undefined) return {};
  const outsider = caller.account !== bucket.account && caller.kind !== 'service';
  if (outsider && publicAccess?.RestrictPublicBuckets && policyIsPublic) return {};
  return { resourcePolicy: policy };
}
