import type { Operation } from '../context.ts';
import { anyPolicy } from '../customer-policy.ts';
import { paginate } from '../pagination.ts';
import { toListedVersion } from '../translate/entities.ts';

/**
 * The versions of a managed policy, newest first.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicyVersions.html
 */
export const listPolicyVersions: Operation<'ListPolicyVersions'> = (input, context) => {
  const { row } = anyPolicy(context, input.PolicyArn);
  const newestFirst = [...row.versions].reverse();
  const order = (id: string) => String(1_000_000 - Number(id.slice(1)));
  const { items, ...page } = paginate(newestFirst, input, ({ id }) => order(id));
  return { Versions: items.map((version) => toListedVersion(version, row.defaultVersion)), ...page };
};
