import type { Group, InstanceProfile, Policy, PolicyVersion, Role, User } from '@aws-sdk/client-iam';
import type { ManagedPolicy } from '../managed-policies.ts';
import {
  type Entity,
  type EntityKind,
  entityArn,
  type GroupRow,
  type InstanceProfileRow,
  type PolicyVersionRow,
  type RoleRow,
  type UserRow,
} from '../records/rows.ts';
import { toTags } from '../tags.ts';

/** IAM answers policy documents percent-encoded. */
export const encodeDocument = (document: string): string => encodeURIComponent(document);

const common = (account: string, kind: EntityKind, row: Entity) => ({
  Path: row.path,
  Arn: entityArn(account, kind, row),
  CreateDate: new Date(row.createMs),
});

const boundaryOf = (boundary: string | undefined): Pick<User, 'PermissionsBoundary'> =>
  boundary === undefined
    ? {}
    : {
        PermissionsBoundary: {
          PermissionsBoundaryType: 'PermissionsBoundaryPolicy',
          PermissionsBoundaryArn: boundary,
        },
      };

const tagsOf = ({ tags }: { tags: UserRow['tags'] }): Pick<User, 'Tags'> =>
  tags.length > 0 ? { Tags: toTags(tags) } : {};

/** A user as lists show it: without boundary and tags. */
export const toListedUser = (account: string, row: UserRow): User => ({
  ...common(account, 'user', row),
  UserName: row.name,
  UserId: row.id,
});

/** A user, whole. */
export const toUser = (account: string, row: UserRow): User => ({
  ...toListedUser(account, row),
  ...boundaryOf(row.boundary),
  ...tagsOf(row),
});

/** A group. */
export const toGroup = (account: string, row: GroupRow): Group => ({
  ...common(account, 'group', row),
  GroupName: row.name,
  GroupId: row.id,
});

/** A role as lists show it: without boundary, tags and last use. */
export const toListedRole = (account: string, row: RoleRow): Role => ({
  ...common(account, 'role', row),
  RoleName: row.name,
  RoleId: row.id,
  AssumeRolePolicyDocument: encodeDocument(row.trust),
  MaxSessionDuration: row.maxSessionSeconds,
  ...(row.description !== undefined && { Description: row.description }),
});

/** A role, whole. */
export const toRole = (account: string, row: RoleRow): Role => ({
  ...toListedRole(account, row),
  ...boundaryOf(row.boundary),
  ...tagsOf(row),
});

/** How often a managed policy is used. */
export interface PolicyUse {
  readonly attachments: number;
  readonly boundaries: number;
}

/** A managed policy as lists show it: without description and tags. */
export const toListedPolicy = ({ arn, row }: ManagedPolicy, use: PolicyUse): Policy => ({
  PolicyName: row.name,
  PolicyId: row.id,
  Arn: arn,
  Path: row.path,
  DefaultVersionId: row.defaultVersion,
  AttachmentCount: use.attachments,
  PermissionsBoundaryUsageCount: use.boundaries,
  IsAttachable: true,
  CreateDate: new Date(row.createMs),
  UpdateDate: new Date(row.updateMs),
});

/** A managed policy, whole. */
export const toPolicy = (policy: ManagedPolicy, use: PolicyUse): Policy => ({
  ...toListedPolicy(policy, use),
  ...(policy.row.description !== undefined && { Description: policy.row.description }),
  Tags: toTags(policy.row.tags),
});

/** A version of a managed policy, without its document. */
export const toListedVersion = (version: PolicyVersionRow, defaultVersion: string): PolicyVersion => ({
  VersionId: version.id,
  IsDefaultVersion: version.id === defaultVersion,
  CreateDate: new Date(version.createMs),
});

/** An instance profile with its roles. */
export const toInstanceProfile = (
  account: string,
  row: InstanceProfileRow,
  roles: readonly RoleRow[],
): InstanceProfile => ({
  ...common(account, 'instance-profile', row),
  InstanceProfileName: row.name,
  InstanceProfileId: row.id,
  Roles: roles.map((role) => toListedRole(account, role)),
  ...tagsOf(row),
});

/** Attached managed policies, by name. */
export const toAttached = (arns: readonly string[]) =>
  arns
    .map((arn) => ({ PolicyName: arn.slice(arn.lastIndexOf('/') + 1), PolicyArn: arn }))
    .sort((a, b) => (a.PolicyName < b.PolicyName ? -1 : 1));
