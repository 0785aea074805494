/**
 * STS's bounds.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length
 */
export const limits = {
  assumeRoleSeconds: 3600,
  /** For a role assumed with the credentials of another. */
  chainedSeconds: 3600,
  sessionTokenSeconds: 43_200,
  rootSessionTokenSeconds: 3600,
  /** Characters of all session policies together. */
  policyCharacters: 2048,
  sessionTags: 50,
} as const;
