import type { Operation } from '../context.ts';
import { policyUses } from '../grants.ts';
import { paginate, sortedBy } from '../pagination.ts';
import { entityArn } from '../records/rows.ts';
import { toListedPolicy } from '../translate/entities.ts';

/**
 * Managed policies, AWS's own and the account's.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicies.html
 */
export const listPolicies: Operation<'ListPolicies'> = (input, { account, managed, records }) => {
  const useOf = policyUses(records);
  const mine = records.policies
    .list()
    .map((row) => ({ arn: entityArn(account, 'policy', row), aws: false, row }));
  const all = [
    ...(input.Scope === 'Local' ? [] : managed.aws().values()),
    ...(input.Scope === 'AWS' ? [] : mine),
  ];
  const wanted = all.filter(({ arn, row }) => {
    const use = useOf(arn);
    if (!row.path.startsWith(input.PathPrefix ?? '/')) return false;
    if (input.OnlyAttached === true && use.attachments === 0) return false;
    if (input.PolicyUsageFilter === 'PermissionsPolicy') return use.attachments > 0;
    return input.PolicyUsageFilter === 'PermissionsBoundary' ? use.boundaries > 0 : true;
  });
  const sorted = sortedBy(wanted, ({ arn }) => arn);
  const { items, ...page } = paginate(sorted, input, ({ arn }) => arn);
  return { Policies: items.map((policy) => toListedPolicy(policy, useOf(policy.arn))), ...page };
};
