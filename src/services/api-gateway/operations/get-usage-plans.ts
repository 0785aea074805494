import type { GetUsagePlansCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { page } from '../page.ts';
import { usagePlanAnswer } from '../records/usage-plan.ts';

/** Lists the usage plans, or those of one key. */
export function getUsagePlans(
  input: InputOf<typeof GetUsagePlansCommand>,
  context: Context,
): OutputOf<typeof GetUsagePlansCommand> {
  const { kept } = context;
  const rows = kept.usagePlans
    .list()
    .map(({ row }) => row)
    .filter(({ id }) => input.keyId === undefined || kept.planKeys.get(`${id}/${input.keyId}`) !== undefined);
  const { items, ...more } = page(rows, input, ({ id }) => id);
  return { items: items.map(usagePlanAnswer), ...more };
}
