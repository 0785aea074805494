import type { Operation } from '../context.ts';
import { checkAttachable } from '../grants.ts';
import { checkTrust, newRole } from '../role-rules.ts';
import { newTags } from '../tags.ts';
import { toRole } from '../translate/entities.ts';

/**
 * Makes a role with its trust policy.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 */
export const createRole: Operation<'CreateRole'> = (input, context) => {
  const { account, records } = context;
  checkTrust(context, input.AssumeRolePolicyDocument);
  const boundary = input.PermissionsBoundary;
  if (boundary !== undefined) checkAttachable(context, boundary);
  const role = newRole(context, {
    name: input.RoleName,
    path: input.Path,
    trust: input.AssumeRolePolicyDocument,
    description: input.Description,
    maxSessionSeconds: input.MaxSessionDuration,
    tags: newTags(input.Tags),
    boundary,
  });
  records.roles.insert(role);
  return { Role: toRole(account, role) };
};
