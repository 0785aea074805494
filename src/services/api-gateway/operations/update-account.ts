import type { UpdateAccountCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { badRequest } from '../faults.ts';
import { applyPatch, type PatchRule, without } from '../patch.ts';
import { accountAnswer } from '../records/account.ts';
import type { AccountRow } from '../records/rows.ts';

const setRole = (row: AccountRow, value: string): AccountRow => {
  if (value === '') return without(row, 'cloudwatchRoleArn');
  if (!/^arn:[\w-]+:iam::\d{12}:role\/.+$/.test(value)) {
    throw badRequest(
      'The role ARN does not have required permissions configured. Please grant trust permission for API Gateway and add the required role policy.',
    );
  }
  return { ...row, cloudwatchRoleArn: value };
};

const rules: readonly PatchRule<AccountRow>[] = [
  {
    path: '/cloudwatchRoleArn',
    replace: setRole,
    add: setRole,
    remove: (row) => without(row, 'cloudwatchRoleArn'),
  },
];

/** Patches the role that logs are written as. */
export function updateAccount(
  input: InputOf<typeof UpdateAccountCommand>,
  context: Context,
): OutputOf<typeof UpdateAccountCommand> {
  const { kept, account } = context;
  const row = applyPatch(kept.account.get(account) ?? {}, input.patchOperations, rules);
  kept.account.put(account, row);
  return accountAnswer(row);
}
