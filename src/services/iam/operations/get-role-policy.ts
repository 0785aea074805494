import type { Operation } from '../context.ts';
import { inlineDocument } from '../grants.ts';
import { encodeDocument } from '../translate/entities.ts';

/**
 * An inline policy of a role.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html
 */
export const getRolePolicy: Operation<'GetRolePolicy'> = ({ RoleName, PolicyName }, { records }) => {
  const document = inlineDocument(records.roles.get(RoleName), 'role', PolicyName);
  return { RoleName, PolicyName, PolicyDocument: encodeDocument(document) };
};
