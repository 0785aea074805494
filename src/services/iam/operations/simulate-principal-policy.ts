import type { Operation } from '../context.ts';
import { invalidInput } from '../faults.ts';
import { simulate } from '../simulate.ts';

/**
 * What the policies of a user, group or role would allow.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */
export const simulatePrincipalPolicy: Operation<'SimulatePrincipalPolicy'> = (input, context) => {
  const { account, authority, records } = context;
  const [, kind, path = ''] =
    new RegExp(`^arn:aws:iam::${account}:(user|group|role)/(.+)$`).exec(input.PolicySourceArn) ?? [];
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (kind === undefined)
    throw invalidInput(
      `Invalid Entity Arn: ${input.PolicySourceArn} does not clearly define entity type and name.`,
    );
  if (kind === 'group') {
    return simulate(context, input, { policies: authority.group(account, name), callerArn: input.CallerArn });
  }
  if (kind === 'user') records.users.get(name);
  else records.roles.get(name);
  const standing =
    kind === 'user'
      ? authority.user(account, input.PolicySourceArn)
      : authority.role({ account, roleArn: input.PolicySourceArn, userId: '' });
  return simulate(context, input, {
    policies: standing.identity === 'everything' ? [] : standing.identity,
    ...(standing.boundary && { boundary: standing.boundary }),
    callerArn: input.CallerArn ?? input.PolicySourceArn,
  });
};
