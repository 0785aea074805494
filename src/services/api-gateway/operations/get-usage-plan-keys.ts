import type { GetUsagePlanKeysCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { page } from '../page.ts';
import { usagePlanOf } from '../records/find.ts';
import { rowsOf } from '../records/rows-of.ts';
import { planKeyAnswer } from '../records/plan-key.ts';

/** Lists the keys of a usage plan. */
export function getUsagePlanKeys(
  input: InputOf<typeof GetUsagePlanKeysCommand>,
  context: Context,
): OutputOf<typeof GetUsagePlanKeysCommand> {
  const { usagePlanId, nameQuery } = input;
  usagePlanOf(context, usagePlanId);
  const keys = rowsOf(context.kept.planKeys, usagePlanId)
    .map(({ id }) => planKeyAnswer(context, usagePlanId, id))
    .filter(({ name }) => nameQuery === undefined || name?.startsWith(nameQuery));
  return page(keys, input, ({ id = '' }) => id);
}
