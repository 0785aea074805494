import type { Operation } from '../context.ts';
import { inlineDocument } from '../grants.ts';
import { encodeDocument } from '../translate/entities.ts';

/**
 * An inline policy of a user.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUserPolicy.html
 */
export const getUserPolicy: Operation<'GetUserPolicy'> = ({ UserName, PolicyName }, { records }) => {
  const document = inlineDocument(records.users.get(UserName), 'user', PolicyName);
  return { UserName, PolicyName, PolicyDocument: encodeDocument(document) };
};
