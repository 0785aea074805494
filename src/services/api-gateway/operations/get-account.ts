import type { GetAccountCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { accountAnswer } from '../records/account.ts';

/** Describes the account in this Region. */
export function getAccount(
  _input: InputOf<typeof GetAccountCommand>,
  context: Context,
): OutputOf<typeof GetAccountCommand> {
  return accountAnswer(context.kept.account.get(context.account));
}
