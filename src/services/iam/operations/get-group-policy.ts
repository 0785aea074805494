import type { Operation } from '../context.ts';
import { inlineDocument } from '../grants.ts';
import { encodeDocument } from '../translate/entities.ts';

/**
 * An inline policy of a group.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroupPolicy.html
 */
export const getGroupPolicy: Operation<'GetGroupPolicy'> = ({ GroupName, PolicyName }, { records }) => {
  const document = inlineDocument(records.groups.get(GroupName), 'group', PolicyName);
  return { GroupName, PolicyName, PolicyDocument: encodeDocument(document) };
};
