import type { Operation } from '../context.ts';

/**
 * Gives the account another name.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccountAlias.html
 */
export const createAccountAlias: Operation<'CreateAccountAlias'> = ({ AccountAlias }, { records }) => {
  records.alias.set(AccountAlias);
  return {};
};
