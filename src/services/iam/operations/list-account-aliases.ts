import type { Operation } from '../context.ts';

/**
 * The account's other name.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccountAliases.html
 */
export const listAccountAliases: Operation<'ListAccountAliases'> = (_input, { records }) => {
  const alias = records.alias.get();
  return { AccountAliases: alias === undefined ? [] : [alias], IsTruncated: false };
};
