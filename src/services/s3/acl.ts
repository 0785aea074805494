import { createHash } from 'node:crypto';
import type { Grant, Owner } from '@aws-sdk/client-s3';
import { aclNotSupported, notImplemented } from './faults.ts';
import type { Bucket } from './records/bucket.ts';

/** The canonical user id of an account: 64 hexadecimal digits. */
const canonicalId = (account: string): string =>
  createHash('sha256').update(`canonical-user/${account}`).digest('hex');

/** An account as the owner of buckets and objects. */
export const ownerOf = (account: string): Owner => ({ ID: canonicalId(account) });

/** The one grant there is: ACLs give nobody else anything here. */
export const ownerGrants = (account: string): Grant[] => [
  { Grantee: { ID: canonicalId(account), Type: 'CanonicalUser' }, Permission: 'FULL_CONTROL' },
];

/** Members of inputs that ask for an ACL. */
export interface AclInput {
  readonly ACL?: string | undefined;
  readonly AccessControlPolicy?: { readonly Grants?: readonly Grant[] | undefined } | undefined;
  readonly GrantFullControl?: string | undefined;
  readonly GrantRead?: string | undefined;
  readonly GrantReadACP?: string | undefined;
  readonly GrantWrite?: string | undefined;
  readonly GrantWriteACP?: string | undefined;
}

/** Canned ACLs that leave everything to the owner of the bucket, who owns every object in it here. */
const OWNERS_ALONE = new Set(['private', 'bucket-owner-full-control', 'bucket-owner-read']);

/**
 * Refuses an ACL that would give anybody but the owner anything: in S3's words where the bucket has ACLs off, else as not built.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
 */
export function checkAcl(bucket: Bucket, input: AclInput): void {
  const grants =
    input.GrantFullControl ??
    input.GrantRead ??
    input.GrantReadACP ??
    input.GrantWrite ??
    input.GrantWriteACP;
  const { ACL, AccessControlPolicy } = input;
  if (AccessControlPolicy && isOwners(bucket, AccessControlPolicy.Grants ?? [])) return;
  if ((bucket.ownership ?? 'BucketOwnerEnforced') === 'BucketOwnerEnforced') {
    const other = ACL !== undefined && ACL !== 'bucket-owner-full-control';
    if (grants !== undefined || AccessControlPolicy || other) throw aclNotSupported();
    return;
  }
  if (grants !== undefined || AccessControlPolicy) throw notImplemented('An access control list with grants');
  if (ACL !== undefined && !OWNERS_ALONE.has(ACL)) throw notImplemented(`The access control list ${ACL}`);
}

const isOwners = (bucket: Bucket, grants: readonly Grant[]): boolean =>
  grants.every(
    ({ Grantee, Permission }) => Grantee?.ID === canonicalId(bucket.account) && Permission === 'FULL_CONTROL',
  );
