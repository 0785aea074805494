import type {
  GroupDetail as GroupDetails,
  ManagedPolicyDetail,
  RoleDetail as RoleDetails,
  UserDetail as UserDetails,
} from '@aws-sdk/client-iam';
import type { IamContext } from '../context.ts';
import { policyUses } from '../grants.ts';
import type { ManagedPolicy } from '../managed-policies.ts';
import { entityArn, type Grants } from '../records/rows.ts';
import { rolesOf } from '../role-rules.ts';
import {
  encodeDocument,
  toAttached,
  toGroup,
  toInstanceProfile,
  toListedPolicy,
  toListedVersion,
  toRole,
  toUser,
} from './entities.ts';

/** One entry of the account's authorization details, under the filter that asks for it. */
export type Detail = UserDetail | GroupDetail | RoleDetail | PolicyDetail;

interface Of<Filter extends string, D> {
  readonly filter: Filter;
  readonly key: string;
  readonly detail: D;
}
type UserDetail = Of<'User', UserDetails>;
type GroupDetail = Of<'Group', GroupDetails>;
type RoleDetail = Of<'Role', RoleDetails>;
type PolicyDetail = Of<'LocalManagedPolicy' | 'AWSManagedPolicy', ManagedPolicyDetail>;

/** Everything that grants something in an account. AWS's own policies are there when something uses them. */
export function details(context: IamContext): Detail[] {
  const { account, managed, records } = context;
  const useOf = policyUses(records);
  const local = records.policies
    .list()
    .map((row) => ({ arn: entityArn(account, 'policy', row), aws: false, row }));
  const used = [...managed.aws().values()].filter(
    ({ arn }) => useOf(arn).attachments + useOf(arn).boundaries > 0,
  );
  return [
    ...userDetails(context).map((detail) => ({
      filter: 'User' as const,
      key: detail.UserName ?? '',
      detail,
    })),
    ...groupDetails(context).map((detail) => ({
      filter: 'Group' as const,
      key: detail.GroupName ?? '',
      detail,
    })),
    ...roleDetails(context).map((detail) => ({
      filter: 'Role' as const,
      key: detail.RoleName ?? '',
      detail,
    })),
    ...[...local, ...used].map((policy) => ({
      filter: policy.aws ? ('AWSManagedPolicy' as const) : ('LocalManagedPolicy' as const),
      key: policy.arn,
      detail: policyDetail(policy, useOf),
    })),
  ];
}

const inlineList = ({ inline }: Grants) =>
  Object.entries(inline).map(([PolicyName, document]) => ({
    PolicyName,
    PolicyDocument: encodeDocument(document),
  }));

const userDetails = ({ account, records }: IamContext): UserDetails[] =>
  records.users.list().map((row) => ({
    ...toUser(account, row),
    UserPolicyList: inlineList(row),
    GroupList: [...row.groups],
    AttachedManagedPolicies: toAttached(row.attached),
  }));

const groupDetails = ({ account, records }: IamContext): GroupDetails[] =>
  records.groups.list().map((row) => ({
    ...toGroup(account, row),
    GroupPolicyList: inlineList(row),
    AttachedManagedPolicies: toAttached(row.attached),
  }));

const roleDetails = ({ account, records }: IamContext): RoleDetails[] => {
  const profiles = records.profiles.list();
  return records.roles.list().map((row) => ({
    ...toRole(account, row),
    InstanceProfileList: profiles
      .filter(({ roles }) => roles.includes(row.name))
      .map((profile) => toInstanceProfile(account, profile, rolesOf(records, profile))),
    RolePolicyList: inlineList(row),
    AttachedManagedPolicies: toAttached(row.attached),
  }));
};

const policyDetail = (policy: ManagedPolicy, useOf: ReturnType<typeof policyUses>): ManagedPolicyDetail => ({
  ...toListedPolicy(policy, useOf(policy.arn)),
  ...(policy.row.description !== undefined && { Description: policy.row.description }),
  PolicyVersionList: policy.row.versions.map((version) => ({
    ...toListedVersion(version, policy.row.defaultVersion),
    Document: encodeDocument(version.document),
  })),
});
