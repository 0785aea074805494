import type { Operation } from '../context.ts';

/**
 * Who the caller is.
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export const getCallerIdentity: Operation<'GetCallerIdentity'> = (_input, { call: { caller } }) => ({
  UserId: caller.userId,
  Account: caller.account,
  Arn: caller.arn,
});
