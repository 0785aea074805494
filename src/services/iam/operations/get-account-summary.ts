import type { Operation } from '../context.ts';
import { limits } from '../limits.ts';

/**
 * Counts and quotas of the account.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html
 */
export const getAccountSummary: Operation<'GetAccountSummary'> = (_input, { records }) => {
  const { users, groups, roles, policies, profiles } = records;
  const versions = policies.list().reduce((sum, policy) => sum + policy.versions.length, 0);
  const SummaryMap = {
    Users: users.count(),
    UsersQuota: limits.users,
    Groups: groups.count(),
    GroupsQuota: limits.groups,
    Roles: roles.count(),
    RolesQuota: limits.roles,
    Policies: policies.count(),
    PoliciesQuota: limits.policies,
    PolicyVersionsInUse: versions,
    PolicyVersionsInUseQuota: 10_000,
    VersionsPerPolicyQuota: limits.policyVersions,
    PolicySizeQuota: limits.managedPolicyCharacters,
    InstanceProfiles: profiles.count(),
    InstanceProfilesQuota: limits.instanceProfiles,
    AccessKeysPerUserQuota: limits.accessKeysPerUser,
    GroupsPerUserQuota: limits.groupsPerUser,
    AttachedPoliciesPerUserQuota: limits.attachedPolicies,
    AttachedPoliciesPerGroupQuota: limits.attachedPolicies,
    AttachedPoliciesPerRoleQuota: limits.attachedPolicies,
    UserPolicySizeQuota: limits.inlinePolicyCharacters.user,
    GroupPolicySizeQuota: limits.inlinePolicyCharacters.group,
    RolePolicySizeQuota: limits.inlinePolicyCharacters.role,
    AssumeRolePolicySizeQuota: limits.trustPolicyCharacters,
    AccountAccessKeysPresent: 1,
    AccountMFAEnabled: 0,
    AccountPasswordPresent: 0,
    AccountSigningCertificatesPresent: 0,
    MFADevices: 0,
    MFADevicesInUse: 0,
    Providers: 0,
    ServerCertificates: 0,
    ServerCertificatesQuota: 20,
  };
  return { SummaryMap };
};
