/**
 * IAM's quotas.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const limits = {
  accessKeysPerUser: 2,
  groupsPerUser: 10,
  /** Managed policies attached to one user, group or role. */
  attachedPolicies: 10,
  policyVersions: 5,
  tags: 50,
  rolesPerInstanceProfile: 1,
  /** Characters without whitespace, all inline policies of one together. */
  inlinePolicyCharacters: { user: 2048, group: 5120, role: 10_240 },
  managedPolicyCharacters: 6144,
  trustPolicyCharacters: 2048,
  users: 5000,
  groups: 300,
  roles: 1000,
  policies: 1500,
  instanceProfiles: 1000,
  maxSessionSeconds: { least: 3600, most: 43_200, standard: 3600 },
} as const;
