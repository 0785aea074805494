import type { GetUsageCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { page } from '../page.ts';
import { readDays } from '../records/days.ts';
import { usagePlanOf } from '../records/find.ts';
import { rowsOf } from '../records/rows-of.ts';
import { quotaSpec } from '../translate/plan-spec.ts';

/** Tells how many requests the keys of a plan made, day by day, and how many each has left. */
export function getUsage(
  input: InputOf<typeof GetUsageCommand>,
  context: Context,
): OutputOf<typeof GetUsageCommand> {
  const { usagePlanId, keyId, startDate, endDate } = input;
  const plan = usagePlanOf(context, usagePlanId);
  const { from, to } = readDays(startDate, endDate);
  const quota = quotaSpec(plan.quota);
  const ids = keyId === undefined ? rowsOf(context.kept.planKeys, usagePlanId).map(({ id }) => id) : [keyId];
  const { items, ...more } = page(ids, input, (id) => id);
  const report = (id: string) => context.gateway.usage.report(usagePlanId, id, quota, from, to);
  return {
    usagePlanId,
    startDate,
    endDate,
    items: Object.fromEntries(items.map((id) => [id, report(id)])),
    ...more,
  };
}
