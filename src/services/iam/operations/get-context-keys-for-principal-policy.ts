import type { Operation } from '../context.ts';
import { invalidInput } from '../faults.ts';
import { contextKeysOf } from '../simulate.ts';

/**
 * The condition keys that the policies of a user, group or role speak of.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetContextKeysForPrincipalPolicy.html
 */
export const getContextKeysForPrincipalPolicy: Operation<'GetContextKeysForPrincipalPolicy'> = (
  { PolicySourceArn, PolicyInputList },
  context,
) => {
  const { account, authority } = context;
  const [, kind, path = ''] =
    new RegExp(`^arn:aws:iam::${account}:(user|group|role)/(.+)$`).exec(PolicySourceArn) ?? [];
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (kind === undefined)
    throw invalidInput(
      `Invalid Entity Arn: ${PolicySourceArn} does not clearly define entity type and name.`,
    );
  const { identity } =
    kind === 'group'
      ? { identity: authority.group(account, name) }
      : kind === 'user'
        ? authority.user(account, PolicySourceArn)
        : authority.role({ account, roleArn: PolicySourceArn, userId: '' });
  const policies = identity === 'everything' ? [] : identity.map(({ policy }) => policy);
  return { ContextKeyNames: contextKeysOf(context, PolicyInputList ?? [], policies) };
};
